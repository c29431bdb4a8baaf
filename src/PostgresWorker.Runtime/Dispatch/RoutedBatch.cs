using System.Globalization;
using PostgresWorker.Generated;

namespace PostgresWorker.Dispatch;

/// <summary>Changes of one listener that are handed over together, in the order in which they were routed.</summary>
/// <param name="changes">One at least; all of one listener of batches, all read.</param>
internal sealed class RoutedBatch(RoutedChange[] changes) : IRouted
{
    private readonly Change[] _changes = Array.ConvertAll(changes, routed => routed.Change!);

    public IReadOnlyList<RoutedChange> Changes => changes;

    public ListenerRoute Route => changes[0].Route;

    public string Id => changes.Length == 1
        ? changes[0].Context.Id
        : string.Create(CultureInfo.InvariantCulture, $"{changes[0].Context.Id} and {changes.Length - 1} more");

    public int Count => changes.Length;

    public ChangeContext Context => changes[0].Context;

    public IReadOnlyList<Change> Delivered => _changes;

    public Exception? ReadFailure => null;

    public IReadOnlyList<ChangeContext> Contexts => Array.ConvertAll(changes, routed => routed.Context);

    public IRouted? Without(IReadOnlySet<int> places)
    {
        List<RoutedChange> left = [];
        for (var place = 0; place < changes.Length; place++)
        {
            if (!places.Contains(place))
            {
                left.Add(changes[place]);
            }
        }

        return left.Count == 0 ? null : new RoutedBatch([.. left]);
    }

    public IRouted Kept() => this;

    public void BeginAttempt(int attempt)
    {
        foreach (var change in _changes)
        {
            change.Context.BeginAttempt(attempt);
        }
    }

    public void AddLockKeys(SortedSet<string> into)
    {
        foreach (var change in changes)
        {
            change.AddLockKeys(into);
        }
    }

    public ValueTask InvokeAsync(DeliveryScope scope, CancellationToken cancellationToken) =>
        ((IBatchListenerRoute)Route).InvokeAsync(_changes, scope, cancellationToken);
}
