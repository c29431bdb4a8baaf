using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery.Parking;

/// <summary>
/// Which keys of which listeners are parked, in one session. What is parked was written before it counts here, and nothing is parked no more before that is written; so what this says is true at every crash.
/// </summary>
/// <param name="store">Keeps the changes.</param>
/// <param name="keys">Finds the keys of changes.</param>
/// <param name="limit">Bounds how much is kept.</param>
internal sealed class ParkedKeys(IParkedStore store, Func<RoutedChange, RowKeys> keys, ParkedLimit limit)
{
    private readonly Lock _lock = new();
    private readonly HeldKeys _held = new();
    private volatile bool _isEmpty = true;

    /// <summary>Whether no key of any listener is parked: nothing else need be asked then.</summary>
    public bool IsEmpty => _isEmpty;

    /// <summary>The keys that are parked.</summary>
    public IReadOnlyList<FoundKey> Known
    {
        get
        {
            lock (_lock)
            {
                return [.. _held.All];
            }
        }
    }

    /// <summary>Takes what is parked by the store, where other instances park too.</summary>
    /// <param name="all">All that is parked.</param>
    /// <param name="before">What was known before that was asked for: what is known and not parked any more was released by others; what has become known since may be missing there.</param>
    public void Take(IReadOnlyCollection<FoundKey> all, IReadOnlyList<FoundKey> before)
    {
        lock (_lock)
        {
            foreach (var (of, held) in all)
            {
                _held.Add(of.Listener, of.Key, held);
            }

            var still = all.Select(one => one.Of).ToHashSet();
            foreach (var (of, held) in before.Where(one => !still.Contains(one.Of)))
            {
                _held.Remove(of.Listener, of.Key, held);
            }

            _isEmpty = _held.IsEmpty;
        }
    }

    /// <summary>Whether changes of the listener may have to wait.</summary>
    public bool Holds(ListenerRoute route)
    {
        lock (_lock)
        {
            return _held.Has(route.Name);
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
            gone = closing.Count == 0 ? [] : await store.UnparkAsync(listener, [.. closing.Select(one => one.Key)], cancelled).ConfigureAwait(false);
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
        return holding is null || (holding.Length > 0 && await StoreAsync(routed, own, holding, failure: null, cancelled).ConfigureAwait(false));
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
            var holding = _held.Holding(listener, own);
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

    /// <returns>False where what held it is parked no more.</returns>
    private async ValueTask<bool> StoreAsync(RoutedChange routed, RowKeys own, HeldKey[] holding, (Exception Error, int Attempts)? failure, CancellationToken cancelled)
    {
        IReadOnlyList<StoredKey>? stored = [];
        try
        {
            await limit.RefuseMoreAsync(routed, holding is [var first, ..] ? first.Id : null, store, failure?.Error, cancelled).ConfigureAwait(false);
            stored = await store.StoreAsync(routed, own, failure, cancelled).ConfigureAwait(false);
        }
        finally
        {
            Stored(routed.Route.Name, holding, stored);
        }

        return stored is not null;
    }

    private void Stored(string listener, HeldKey[] holding, IReadOnlyList<StoredKey>? stored)
    {
        lock (_lock)
        {
            Array.ForEach(holding, static held => held.Storing--);
            if (stored is null)
            {
                // Another instance has released them.
                foreach (var (of, held) in _held.All.Where(one => one.Of.Listener == listener && holding.Contains(one.Held)).ToArray())
                {
                    _held.Remove(listener, of.Key, held);
                }
            }
            else if (stored.Count > 0)
            {
                limit.Add();
                foreach (var (key, id) in stored)
                {
                    _held.Add(listener, key, new HeldKey(id, last: null));
                }
            }

            _isEmpty = _held.IsEmpty;
        }
    }

    private List<(string Key, HeldKey? Held)> Close(string listener, IReadOnlyList<string> empty)
    {
        lock (_lock)
        {
            List<(string Key, HeldKey? Held)> closing = [];
            foreach (var key in empty)
            {
                // Of one that is not known here, the store knows: another instance parked it. And what is being stored for one is the next that waits.
                var held = _held.Find(listener, key);
                if (held is null or { Storing: 0, Closing: null })
                {
                    held?.Closing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    closing.Add((key, held));
                }
            }

            return closing;
        }
    }

    private void Closed(string listener, List<(string Key, HeldKey? Held)> closing, IReadOnlyList<string> gone)
    {
        lock (_lock)
        {
            foreach (var (key, held) in closing)
            {
                if (held is not null)
                {
                    var closed = held.Closing!;
                    held.Closing = null;
                    if (gone.Contains(key))
                    {
                        _held.Remove(listener, key, held);
                    }

                    closed.SetResult();
                }
            }

            _isEmpty = _held.IsEmpty;
        }
    }
}
