using PostgresWorker.DeadLetters;
using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery.Parking;

/// <summary>Keeps parked changes: each call is durable when it completes, and does nothing where another instance has become active.</summary>
internal interface IParkedStore
{
    /// <summary>Keeps a change behind all that is kept for its keys, which are parked from then on.</summary>
    /// <param name="routed">The change.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="failure">Why and after how many attempts it was given up; null where it only waits for others.</param>
    /// <param name="cancelled">Ends it.</param>
    /// <returns>The keys with their numbers; empty where the change was kept before; null where it only waits and its keys are parked no more, for another instance released them.</returns>
    /// <exception cref="LetterWriteException">It could not be written.</exception>
    ValueTask<IReadOnlyList<StoredKey>?> StoreAsync(RoutedChange routed, RowKeys keys, (Exception Error, int Attempts)? failure, CancellationToken cancelled);

    /// <summary>Parks those of a listener's keys no more for which nothing is kept.</summary>
    /// <returns>Which they are.</returns>
    ValueTask<IReadOnlyList<string>> UnparkAsync(string listener, IReadOnlyList<string> keys, CancellationToken cancelled);

    /// <summary>How many changes are kept.</summary>
    ValueTask<long> CountAsync(CancellationToken cancelled);
}
