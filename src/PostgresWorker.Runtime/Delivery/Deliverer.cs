using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PostgresWorker.DeadLetters;
using PostgresWorker.Dispatch;
using PostgresWorker.Observability;

namespace PostgresWorker.Delivery;

/// <summary>Delivers work once, and hands over what is not to be tried again.</summary>
/// <param name="attempt">Makes the attempt.</param>
/// <param name="exhausted">Takes what is used up.</param>
/// <param name="logger">Where to say that a batch is split.</param>
/// <param name="cancelled">Handed to the listener: it must end.</param>
internal sealed class Deliverer(IDeliveryAttempt attempt, IExhaustedDeliveries exhausted, ILogger logger, CancellationToken cancelled)
{
    /// <returns>Of a batch <see cref="AttemptEnd.Exhausted"/> where it is to be split; whatever else was used up is settled, and so finished.</returns>
    public ValueTask<AttemptResult> DeliverAsync(Work work) => work is GatheredBatch batch ? DeliverAsync(batch) : DeliverAsync((PendingDelivery)work);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> DeliverAsync(PendingDelivery delivery)
    {
        if (delivery.UsedUp is not null)
        {
            return await SettleAsync(delivery, [delivery.Routed]).ConfigureAwait(false);
        }

        var replay = delivery.Routed.Replay;
        var result = replay is { IsHandled: true }
            ? new AttemptResult(AttemptEnd.Handled)
            : await attempt.RunAsync(delivery.Routed, delivery.Attempt, cancelled).ConfigureAwait(false);
        return result.End switch
        {
            AttemptEnd.Exhausted => await UseUpAsync(delivery, [delivery.Routed], result).ConfigureAwait(false),
            AttemptEnd.Handled when replay is not null => await HandledAsync([delivery.Routed]).ConfigureAwait(false),
            _ => result,
        };
    }

    private async ValueTask<AttemptResult> DeliverAsync(GatheredBatch batch)
    {
        var changes = batch.Changes();
        if (changes.Length == 0)
        {
            return new AttemptResult(AttemptEnd.Handled);
        }

        if (batch.UsedUp is not null)
        {
            return await SettleAsync(batch, changes).ConfigureAwait(false);
        }

        if (Array.TrueForAll(changes, static routed => routed.Replay is { IsHandled: true }))
        {
            return await HandledAsync(changes).ConfigureAwait(false);
        }

        var routed = new RoutedBatch(changes);
        var result = await attempt.RunAsync(routed, batch.Attempt, cancelled).ConfigureAwait(false);
        if (result.End != AttemptEnd.Exhausted)
        {
            return result.End == AttemptEnd.Handled ? await HandledAsync(changes).ConfigureAwait(false) : result;
        }

        if (changes.Length == 1)
        {
            return await UseUpAsync(batch, changes, result).ConfigureAwait(false);
        }

        Log.BatchSplit(logger, routed.Route.Name, changes.Length, routed.Id);
        return result;
    }

    private ValueTask<AttemptResult> UseUpAsync(Work work, RoutedChange[] changes, AttemptResult result)
    {
        work.UsedUp = (result, work.Attempt);
        return SettleAsync(work, changes);
    }

    /// <summary>Hands over what is used up. Where that fails it is tried again, and not the listener, which was called as often as it may be.</summary>
    private async ValueTask<AttemptResult> SettleAsync(Work work, RoutedChange[] changes)
    {
        var (result, attempts) = work.UsedUp!.Value;
        try
        {
            await exhausted.TakeAsync(changes, result.Error!, attempts, cancelled).ConfigureAwait(false);
            return new AttemptResult(AttemptEnd.Handled);
        }
        catch (LetterWriteException e)
        {
            return new AttemptResult(AttemptEnd.Retry, LetterWriteException.Delay, e.InnerException);
        }
    }

    /// <summary>Dead letters among the changes are so no more: that is written before anything of their keys is delivered.</summary>
    private async ValueTask<AttemptResult> HandledAsync(RoutedChange[] changes)
    {
        try
        {
            foreach (var routed in changes)
            {
                if (routed.Replay is { } replay)
                {
                    await replay.HandledAsync(cancelled).ConfigureAwait(false);
                }
            }

            return new AttemptResult(AttemptEnd.Handled);
        }
        catch (LetterWriteException e)
        {
            return new AttemptResult(AttemptEnd.Retry, LetterWriteException.Delay, e.InnerException);
        }
    }
}
