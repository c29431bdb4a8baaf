namespace PostgresWorker.Integration.Worker;

public sealed record Event(long Id);

/// <summary>Narrow kinds: inserts only, and truncates.</summary>
public sealed class EventListeners(Inbox inbox)
{
    [PostgresListener("events", "events")]
    public Task OnInserted(Inserted<Event> inserted, CancellationToken ct) => inbox.TakeAsync(inserted, ct);

    [PostgresListener("events", "events")]
    public async ValueTask OnTruncated(Truncated truncated, CancellationToken ct) => await inbox.TakeAsync(truncated, ct);
}

internal sealed class Events : ISourceNamed
{
    public static string Name => "events";
}
