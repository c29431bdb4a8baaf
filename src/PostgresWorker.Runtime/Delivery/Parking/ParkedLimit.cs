using System.Globalization;
using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery.Parking;

/// <summary>Halts a source that would keep more parked changes than it may.</summary>
/// <param name="max">How many; 0 for any number.</param>
/// <param name="kept">How many are kept when the session begins.</param>
internal sealed class ParkedLimit(int max, long kept)
{
    private long _kept = kept;

    public void Add() => Interlocked.Increment(ref _kept);

    public void Remove() => Interlocked.Decrement(ref _kept);

    /// <exception cref="SourceHaltedException">One more would be too many.</exception>
    public async ValueTask RefuseMoreAsync(RoutedChange routed, long? key, IParkedStore store, Exception? error, CancellationToken cancelled)
    {
        if (max == 0 || Volatile.Read(ref _kept) < max)
        {
            return;
        }

        // Others may have discarded some.
        Volatile.Write(ref _kept, await store.CountAsync(cancelled).ConfigureAwait(false));
        if (Volatile.Read(ref _kept) >= max)
        {
            var named = key is { } id ? string.Create(CultureInfo.InvariantCulture, $" behind parked key {id} (postgres_worker.parked_keys)") : "";
            throw new SourceHaltedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Listener {routed.Route.Name}: {routed.Context.Id} must be parked{named}, but {_kept} changes are parked and MaxParkedChanges is {max}. Nothing is lost. Raise MaxParkedChanges (0 is no limit), or discard what need not be handled (IDeadLetters.DiscardParkedAsync), and start the worker again; mend the listener, and release its keys (IDeadLetters.ReleaseAsync)."),
                routed.Route.Name,
                routed.Context.Id,
                error);
        }
    }
}
