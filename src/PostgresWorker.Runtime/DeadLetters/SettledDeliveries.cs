using PostgresWorker.DeadLetters.Parking;
using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Parking;
using PostgresWorker.Dispatch;
using PostgresWorker.FailPoints;
using PostgresWorker.Telemetry;

namespace PostgresWorker.DeadLetters;

/// <summary>Stores changes whose attempts are used up, parks their keys, or halts the source, as the listener's policy says.</summary>
/// <param name="writer">Stores dead letters.</param>
/// <param name="parked">Parks keys; null where the store has no place for them.</param>
/// <param name="policies">The policies.</param>
/// <param name="onStored">Told that there is a letter.</param>
/// <param name="counts">Counts letters.</param>
internal sealed class SettledDeliveries(LetterWriter writer, ParkedKeys? parked, DeliveryPolicies policies, Action onStored, DeliveryCounts counts) : IExhaustedDeliveries
{
    /// <inheritdoc />
    public async ValueTask TakeAsync(IReadOnlyList<RoutedChange> changes, Exception error, int attempts, CancellationToken cancellationToken)
    {
        foreach (var routed in changes)
        {
            await TakeAsync(routed, policies.Of(routed.Route).Retry.For(error).OnExhausted, error, attempts, cancellationToken).ConfigureAwait(false);
            onStored();
        }
    }

    private async ValueTask TakeAsync(RoutedChange routed, OnExhausted outcome, Exception error, int attempts, CancellationToken cancelled)
    {
        switch (routed.Replay)
        {
            case ParkedReplay replay:
                // A source is not halted for what does not hold it back.
                await replay.UsedUpAsync(error, attempts, isLetter: outcome == OnExhausted.DeadLetter, cancelled).ConfigureAwait(false);
                return;
            case Replay replay:
                // A letter that fails again is what it was: nothing waits for it.
                await writer.StoreAsync(routed, error, attempts, cancelled).ConfigureAwait(false);
                replay.Failed();
                return;
        }

        switch (outcome)
        {
            case OnExhausted.DeadLetter:
                Failing.Reach(FailPoint.BeforeLetter);
                await writer.StoreAsync(routed, error, attempts, cancelled).ConfigureAwait(false);
                Failing.Reach(FailPoint.AfterLetter);
                counts.Letter();
                return;
            case OnExhausted.Park when parked is not null:
                Failing.Reach(FailPoint.BeforeLetter);
                await parked.ParkAsync(routed, error, attempts, cancelled).ConfigureAwait(false);
                Failing.Reach(FailPoint.AfterLetter);
                return;
            default:
                throw new SourceHaltedException(routed.Route.Name, routed.Id, attempts, error);
        }
    }
}
