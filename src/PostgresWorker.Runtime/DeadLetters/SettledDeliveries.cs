using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;

namespace PostgresWorker.DeadLetters;

/// <summary>Stores changes whose attempts are used up, or halts the source, as the listener's policy says.</summary>
/// <param name="writer">Stores them.</param>
/// <param name="policies">The policies.</param>
/// <param name="onStored">Told that there is a letter.</param>
internal sealed class SettledDeliveries(LetterWriter writer, DeliveryPolicies policies, Action onStored) : IExhaustedDeliveries
{
    /// <inheritdoc />
    public async ValueTask TakeAsync(IReadOnlyList<RoutedChange> changes, Exception error, int attempts, CancellationToken cancellationToken)
    {
        foreach (var routed in changes)
        {
            // A letter that fails again is what it was: nothing waits for it.
            if (routed.Replay is null && policies.Of(routed.Route).Retry.For(error).OnExhausted != OnExhausted.DeadLetter)
            {
                throw new SourceHaltedException(routed.Route.Name, routed.Id, attempts, error);
            }

            await writer.StoreAsync(routed, error, attempts, cancellationToken).ConfigureAwait(false);
            routed.Replay?.Failed();
            onStored();
        }
    }
}
