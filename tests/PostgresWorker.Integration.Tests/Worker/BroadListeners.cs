using System.ComponentModel.DataAnnotations.Schema;

namespace PostgresWorker.Integration.Worker;

/// <summary>Five columns of a table that has as many as a table can have.</summary>
public sealed record Broad(long Id, [property: Column("c2")] int? Second, [property: Column("c800")] int? Middle, [property: Column("c1599")] int? LastButOne, [property: Column("c1600")] string? Last)
{
    /// <summary>MaxHeapAttributeNumber.</summary>
    public const int Columns = 1600;

    public static string Table { get; } =
        $"CREATE TABLE broad (id bigint PRIMARY KEY, {string.Join(", ", Enumerable.Range(2, Columns - 2).Select(i => $"c{i} int"))}, c{Columns} text); ALTER TABLE broad REPLICA IDENTITY FULL";
}

public sealed class BroadListeners(Inbox inbox)
{
    [PostgresListener("broad", "broad")]
    public Task OnBroad(Change<Broad> change, CancellationToken ct) => inbox.TakeAsync(change, ct);
}

internal sealed class Broads : ISourceNamed
{
    public static string Name => "broad";
}
