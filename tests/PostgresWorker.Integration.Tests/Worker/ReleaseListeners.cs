namespace PostgresWorker.Integration.Worker;

public sealed record ItemNote(long Id, string? Note);

/// <summary>Releases of one application, each a source of its own name on the same slot and publication: some listen to other tables, some declare other columns.</summary>
public sealed class ReleaseListeners(Inbox inbox)
{
    [PostgresListener("release-1", "a", Name = "of a"), PostgresListener("release-1", "b", Name = "of b")]
    [PostgresListener("release-2", "b", Name = "of b"), PostgresListener("release-2", "c", Name = "of c")]
    public Task OnInserted(Inserted<Event> inserted, CancellationToken ct) => inbox.TakeAsync(inserted, ct);

    [PostgresListener("narrow", "items")]
    public Task OnNarrow(Inserted<ItemKey> inserted, CancellationToken ct) => inbox.TakeAsync(inserted, ct);

    [PostgresListener("wide", "items")]
    public Task OnWide(Inserted<Item> inserted, CancellationToken ct) => inbox.TakeAsync(inserted, ct);

    [PostgresListener("noted", "items")]
    public Task OnNoted(Inserted<ItemNote> inserted, CancellationToken ct) => inbox.TakeAsync(inserted, ct);
}

internal sealed class Release1 : ISourceNamed
{
    public static string Name => "release-1";
}

internal sealed class Release2 : ISourceNamed
{
    public static string Name => "release-2";
}

internal sealed class Narrow : ISourceNamed
{
    public static string Name => "narrow";
}

internal sealed class Wide : ISourceNamed
{
    public static string Name => "wide";
}

internal sealed class Noted : ISourceNamed
{
    public static string Name => "noted";
}
