using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery.Parking;

/// <summary>
/// Which keys of which listeners are parked, in one session. What is parked was written before it counts here, and nothing is parked no more before that is written; so what this says is true at every crash.
/// </summary>
/// <param name="held">What was parked before the session.</param>
/// <param name="store">Keeps the changes.</param>
/// <param name="keys">Finds the keys of changes.</param>
/// <param name="limit">Bounds how much is kept.</param>
internal sealed class ParkedKeys(IReadOnlyCollection<FoundKey> held, IParkedStore store, Func<RoutedChange, RowKeys> keys, ParkedLimit limit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<string, HeldKey>> _listeners = HeldKeys.ByListener(held);

    private volatile bool _isEmpty = held.Count == 0;

    /// <summary>Whether no key of any listener is parked: nothing else need be asked then.</summary>
    public bool IsEmpty => _isEmpty;

    /// <summary>The keys that are parked.</summary>
    public IReadOnlySet<ListenerKey> Known
    {
        get
        {
            lock (_lock)
            {
                return _listeners.SelectMany(of => of.Value.Keys.Select(key => new ListenerKey(of.Key, key))).ToHashSet();
            }
        }
    }

    /// <summary>Takes what is parked by the store, where other instances park too.</summary>
    /// <param name="all">All that is parked.</param>
    /// <param name="before">What was known before that was asked for: what is known and not parked any more was released by others; what has become known since may be missing there.</param>
    public void Take(IReadOnlyCollection<FoundKey> all, IReadOnlySet<ListenerKey> before)
    {
        lock (_lock)
        {
            foreach (var (key, held) in all)
            {
                _listeners.Add(key, held);
            }

            foreach (var (listener, key) in before.Except(all.Select(one => one.Of)))
            {
                if (_listeners.TryGetValue(listener, out var parked) && parked.TryGetValue(key, out var held) && held is { Storing: 0, Closing: null })
                {
                    parked.Remove(key);
                    _ = parked.Count > 0 || _listeners.Remove(listener);
                }
            }

            _isEmpty = _listeners.Count == 0;
        }
    }

    /// <summary>Whether changes of the listener may have to wait.</summary>
    public bool Holds(ListenerRoute route)
    {
        lock (_lock)
        {
            return _listeners.ContainsKey(route.Name);
        }
    }

    /// <summary>Stores a change whose keys are parked, behind what waits for them.</summary>
    /// <returns>Whether that was so, and the change is finished: stored now, or before, or finished before the key was parked.</returns>
    /// <exception cref="DeadLetters.LetterWriteException">It could not be stored.</exception>
    /// <exception cref="SourceHaltedException">No more may be stored.</exception>
    public ValueTask<bool> TakeAsync(in RoutedChange routed, CancellationToken cancelled) => Holds(routed.Route) ? TakeHeldAsync(routed, cancelled) : new ValueTask<bool>(false);

    /// <summary>Stores a change whose attempts are used up, and parks its keys.</summary>
    /// <inheritdoc cref="TakeAsync" path="/exception" />
    public async ValueTask ParkAsync(RoutedChange routed, Exception error, int attempts, CancellationToken cancelled)
    {
        var own = keys(routed);
        var holding = await EnterAsync(routed.Route.Name, own, isHolding: static _ => true, cancelled).ConfigureAwait(false);
        await StoreAsync(routed, own, holding!, (error, attempts), cancelled).ConfigureAwait(false);
    }

    /// <summary>Parks those of a listener's keys no more for which nothing waits.</summary>
    /// <returns>How many they are.</returns>
    /// <exception cref="DeadLetters.LetterWriteException">That could not be written.</exception>
    public async ValueTask<int> UnparkAsync(string listener, IReadOnlyList<string> empty, CancellationToken cancelled)
    {
        var closing = Close(listener, empty);
        IReadOnlyList<string> gone = [];
        try
        {
            gone = closing.Count == 0 ? [] : await store.UnparkAsync(listener, closing, cancelled).ConfigureAwait(false);
        }
        finally
        {
            Closed(listener, closing, gone);
        }

        return gone.Count;
    }

    /// <summary>A change that waited is kept no more.</summary>
    public void Removed() => limit.Remove();

    private async ValueTask<bool> TakeHeldAsync(RoutedChange routed, CancellationToken cancelled)
    {
        var own = keys(routed);
        var position = ChangePosition.Of(routed.Context);
        var holding = await EnterAsync(routed.Route.Name, own, held => held.Last is not { } last || !position.IsUpTo(last), cancelled).ConfigureAwait(false);
        if (holding is { Length: > 0 })
        {
            await StoreAsync(routed, own, holding, failure: null, cancelled).ConfigureAwait(false);
        }

        return holding is not [];
    }

    /// <summary>Finds what holds a change, and keeps it from being parked no more until the change is stored.</summary>
    /// <returns>What holds it; null where it has been finished or stored before.</returns>
    private async ValueTask<HeldKey[]?> EnterAsync(string listener, RowKeys own, Func<HeldKey, bool> isHolding, CancellationToken cancelled)
    {
        while (true)
        {
            var (holding, closing) = Enter(listener, own, isHolding);
            if (closing is null)
            {
                return holding;
            }

            await closing.WaitAsync(cancelled).ConfigureAwait(false);
        }
    }

    private (HeldKey[]? Holding, Task? Closing) Enter(string listener, RowKeys own, Func<HeldKey, bool> isHolding)
    {
        lock (_lock)
        {
            HeldKey[] holding = _listeners.TryGetValue(listener, out var parked) ? [.. Holding(parked, own)] : [];
            if (Array.Find(holding, static held => held.Closing is not null) is { } closing)
            {
                return ([], closing.Closing!.Task);
            }

            if (!Array.TrueForAll(holding, held => isHolding(held)))
            {
                return (null, null);
            }

            Array.ForEach(holding, static held => held.Storing++);
            return (holding, null);
        }
    }

    /// <summary>What is ordered with everything waits for every parked key, and everything for it.</summary>
    private static IEnumerable<HeldKey> Holding(Dictionary<string, HeldKey> parked, RowKeys own) => own.IsWhole
        ? parked.Values
        : ((string?[])[KeyText.Whole, own.Key, own.OldKey]).Where(key => key is not null && parked.ContainsKey(key)).Select(key => parked[key!]);

    private async ValueTask StoreAsync(RoutedChange routed, RowKeys own, HeldKey[] holding, (Exception Error, int Attempts)? failure, CancellationToken cancelled)
    {
        IReadOnlyList<StoredKey> stored = [];
        try
        {
            await limit.RefuseMoreAsync(routed, holding is [var first, ..] ? first.Id : null, store, failure?.Error, cancelled).ConfigureAwait(false);
            stored = await store.StoreAsync(routed, own, failure, cancelled).ConfigureAwait(false);
        }
        finally
        {
            Stored(routed.Route.Name, holding, stored);
        }
    }

    private void Stored(string listener, HeldKey[] holding, IReadOnlyList<StoredKey> stored)
    {
        lock (_lock)
        {
            Array.ForEach(holding, static held => held.Storing--);
            if (stored.Count == 0)
            {
                return;
            }

            limit.Add();
            foreach (var (key, id) in stored)
            {
                _listeners.Add(new ListenerKey(listener, key), new HeldKey(id, last: null));
            }

            _isEmpty = false;
        }
    }

    private List<string> Close(string listener, IReadOnlyList<string> empty)
    {
        lock (_lock)
        {
            List<string> closing = [];
            foreach (var key in empty)
            {
                // What is being stored for it is the next that waits.
                if (_listeners.TryGetValue(listener, out var parked) && parked.TryGetValue(key, out var held) && held is { Storing: 0, Closing: null })
                {
                    held.Closing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    closing.Add(key);
                }
            }

            return closing;
        }
    }

    private void Closed(string listener, List<string> closing, IReadOnlyList<string> gone)
    {
        lock (_lock)
        {
            foreach (var key in closing)
            {
                var parked = _listeners[listener];
                var closed = parked[key].Closing!;
                parked[key].Closing = null;
                if (gone.Contains(key))
                {
                    parked.Remove(key);
                }

                closed.SetResult();
            }

            if (_listeners.TryGetValue(listener, out var left) && left.Count == 0)
            {
                _listeners.Remove(listener);
            }

            _isEmpty = _listeners.Count == 0;
        }
    }
}
