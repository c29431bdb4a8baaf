using PostgresWorker.Generated;

namespace PostgresWorker.Dispatch;

/// <summary>A change that was read for one listener.</summary>
/// <param name="Route">The listener.</param>
/// <param name="Change">The change; null where its row could not be read.</param>
/// <param name="Context">Where and when.</param>
/// <param name="Key">The hash of the key that orders it.</param>
/// <param name="ReadFailure">Why the row could not be read.</param>
internal readonly record struct RoutedChange(ListenerRoute Route, Change? Change, ChangeContext Context, int Key, Exception? ReadFailure) : IRouted
{
    // What a change keeps in memory beside its row: itself, its context, its place in the queues.
    private const long Overhead = 256;

    /// <summary>The hash of the key from which the change moves its row, where that is another.</summary>
    public int? OldKey { get; init; }

    /// <summary>Whether this only stands in its queues, so that what is behind it passes nothing before it: an update that its listener does not want.</summary>
    public bool IsMark => Change is null && ReadFailure is null;

    /// <summary>How many bytes it had on the wire.</summary>
    public int WireSize { get; init; }

    /// <summary>What it counts for in memory, in bytes.</summary>
    public long Size => Overhead + WireSize;

    public string Id => Context.Id;

    public void BeginAttempt(int attempt) => Context.BeginAttempt(attempt);

    public ValueTask InvokeAsync(DeliveryScope scope, CancellationToken cancellationToken) => Route.InvokeAsync(Change!, scope, cancellationToken);
}
