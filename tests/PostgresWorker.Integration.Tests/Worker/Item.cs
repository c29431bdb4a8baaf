namespace PostgresWorker.Integration.Worker;

public sealed record Item(long Id, long OrderId, string Name)
{
    public const string Table = "CREATE TABLE items (id bigint PRIMARY KEY, order_id bigint NOT NULL DEFAULT 1, name text NOT NULL DEFAULT '', note text)";
}

/// <summary>A row without what deletes and updates would need the whole old row for.</summary>
public sealed record ItemKey(long Id);
