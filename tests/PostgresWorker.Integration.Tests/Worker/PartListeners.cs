using Npgsql;

namespace PostgresWorker.Integration.Worker;

/// <summary>A row whose key is of two columns, one of them a text.</summary>
public sealed record Part(string Region, long Number, string Name)
{
    public const string Table =
        """
        CREATE TABLE parts (number bigint, region text, name text NOT NULL DEFAULT '', unread text, PRIMARY KEY (region, number));
        CREATE TABLE effects (number bigint NOT NULL)
        """;
}

/// <summary>The table <c>parts</c> to listeners that want different things of a snapshot.</summary>
public sealed class PartListeners(Inbox inbox)
{
    [PostgresListener("parts", "parts")]
    public Task OnAny(Change<Part> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("parts_existing", "parts")]
    public Task OnExisting(Existing<Part> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("parts_inserted", "parts")]
    public Task OnInserted(Inserted<Part> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("parts_inserted", "parts")]
    public Task OnTruncated(Truncated change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("parts_where", "parts", Where = "number % 2 = 0")]
    public Task OnEven(Change<Part> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("parts_untyped", "parts")]
    public void OnPayload(EventPayload payload, ChangeContext context) => inbox.Take(payload, context);

    [PostgresListener("parts_ordered", "parts", Name = "by_key")]
    public Task OnPart(Change<Part> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("parts_ordered", "parts", Name = "by_region", OrderBy = nameof(Part.Region))]
    public Task OnRegion(Change<Part> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("parts_batch", "parts"), Batch(100, 20)]
    public Task OnBatch(IReadOnlyList<Change<Part>> changes, CancellationToken ct) => inbox.TakeAsync(changes, ct);

    /// <summary>Takes effect in the database, once for each part.</summary>
    [PostgresListener("parts_once", "parts")]
    public async Task OnOnce(Existing<Part> change, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("INSERT INTO effects VALUES ($1)", transaction.Connection, transaction);
        command.Parameters.Add(new() { Value = change.Row.Number });
        await command.ExecuteNonQueryAsync(ct);
        await inbox.TakeAsync(change, ct);
    }
}

internal sealed class Parts : ISourceNamed
{
    public static string Name => "parts";
}

internal sealed class PartsExisting : ISourceNamed
{
    public static string Name => "parts_existing";
}

internal sealed class PartsInserted : ISourceNamed
{
    public static string Name => "parts_inserted";
}

internal sealed class PartsWhere : ISourceNamed
{
    public static string Name => "parts_where";
}

internal sealed class PartsUntyped : ISourceNamed
{
    public static string Name => "parts_untyped";
}

internal sealed class PartsOrdered : ISourceNamed
{
    public static string Name => "parts_ordered";
}

internal sealed class PartsBatch : ISourceNamed
{
    public static string Name => "parts_batch";
}

internal sealed class PartsOnce : ISourceNamed
{
    public static string Name => "parts_once";
}
