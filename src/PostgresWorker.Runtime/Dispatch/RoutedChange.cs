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
    public string Id => Context.Id;

    public IReadOnlyList<ChangeContext> Contexts => [Context];

    public IRouted? Without(IReadOnlySet<int> places) => places.Contains(0) ? null : this;

    public void BeginAttempt(int attempt) => Context.BeginAttempt(attempt);

    public ValueTask InvokeAsync(DeliveryScope scope, CancellationToken cancellationToken) => Route.InvokeAsync(Change!, scope, cancellationToken);
}
