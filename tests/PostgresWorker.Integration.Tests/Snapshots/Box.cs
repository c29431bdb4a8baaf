using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Snapshots;

/// <summary>A row of one of three tables that one source listens to.</summary>
public sealed record Box(long Id, long Version)
{
    public const string Tables =
        """
        CREATE TABLE a_large (id bigint PRIMARY KEY, version bigint NOT NULL);
        CREATE TABLE b_small (id bigint PRIMARY KEY, version bigint NOT NULL);
        CREATE TABLE c_other (id bigint PRIMARY KEY, version bigint NOT NULL)
        """;
}

public sealed class BoxListeners(Inbox inbox)
{
    [PostgresListener("boxes", "a_large")]
    public Task OnLarge(Change<Box> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("boxes", "b_small")]
    public Task OnSmall(Change<Box> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("boxes", "c_other")]
    public Task OnOther(Change<Box> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("boxes", "a_large", Name = "large_emptied"), PostgresListener("boxes", "c_other", Name = "other_emptied")]
    public Task OnTruncated(Truncated change, CancellationToken ct) => inbox.TakeAsync(change, ct);
}

internal sealed class Boxes : ISourceNamed
{
    public static string Name => "boxes";
}
