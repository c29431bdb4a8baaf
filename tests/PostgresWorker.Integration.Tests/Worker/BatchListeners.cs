namespace PostgresWorker.Integration.Worker;

public sealed class BatchListeners(Inbox inbox)
{
    [PostgresListener("batches", "items"), Batch(10, maxWaitMilliseconds: 200)]
    public Task OnItems(IReadOnlyList<Change<Item>> changes, CancellationToken ct) => inbox.TakeAsync(changes, ct);

    /// <summary>Waits longer than any test.</summary>
    [PostgresListener("patient", "items"), Batch(1000, maxWaitMilliseconds: 60_000)]
    public Task OnManyItems(IReadOnlyList<Inserted<Item>> changes, CancellationToken ct) => inbox.TakeAsync(changes, ct);

    [PostgresListener("patient", "items")]
    public Task OnTruncated(Truncated truncated, CancellationToken ct) => inbox.TakeAsync(truncated, ct);
}

internal sealed class Batches : ISourceNamed
{
    public static string Name => "batches";
}

internal sealed class Patient : ISourceNamed
{
    public static string Name => "patient";
}
