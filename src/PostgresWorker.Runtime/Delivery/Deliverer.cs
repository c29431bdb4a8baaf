using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PostgresWorker.DeadLetters;
using PostgresWorker.Delivery.Parking;
using PostgresWorker.Dispatch;
using PostgresWorker.Observability;

namespace PostgresWorker.Delivery;

/// <summary>Delivers work once, stores what must wait for a parked key, and hands over what is not to be tried again.</summary>
/// <param name="attempt">Makes the attempt.</param>
/// <param name="exhausted">Takes what is used up.</param>
/// <param name="parked">The keys that are parked; null where none can be.</param>
/// <param name="logger">Where to say that a batch is split.</param>
/// <param name="cancelled">Handed to the listener: it must end.</param>
internal sealed class Deliverer(IDeliveryAttempt attempt, IExhaustedDeliveries exhausted, ParkedKeys? parked, ILogger logger, CancellationToken cancelled)
{
    private static readonly AttemptResult Handled = new(AttemptEnd.Handled);

    /// <returns>Of a batch <see cref="AttemptEnd.Exhausted"/> where it is to be split; whatever else was used up is settled, and so finished.</returns>
    public ValueTask<AttemptResult> DeliverAsync(Work work) => work is GatheredBatch batch ? DeliverAsync(batch) : DeliverAsync((PendingDelivery)work);

    private ValueTask<AttemptResult> DeliverAsync(PendingDelivery delivery)
    {
        // Nearly always nothing is kept of it or of its key, and nothing here need be asynchronous.
        if (delivery.UsedUp is not null || delivery.Routed.Replay is not null || delivery.Routed.IsUnwanted || parked is { IsEmpty: false })
        {
            return DeliverKeptAsync(delivery);
        }

        var called = attempt.RunAsync(new RoutedDelivery(delivery), delivery.Attempt - delivery.Uncalled, cancelled);
        if (!called.IsCompletedSuccessfully)
        {
            return CalledAsync(delivery, called);
        }

        var result = called.Result;
        return result.End == AttemptEnd.Exhausted ? UseUpAsync(delivery, [delivery.Routed], result) : new ValueTask<AttemptResult>(result);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> CalledAsync(PendingDelivery delivery, ValueTask<AttemptResult> called)
    {
        var result = await called.ConfigureAwait(false);
        return result.End == AttemptEnd.Exhausted ? await UseUpAsync(delivery, [delivery.Routed], result).ConfigureAwait(false) : result;
    }

    /// <summary>Delivers what may be stored, or was: for its key is parked, it comes out of the store, or its attempts are used up.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> DeliverKeptAsync(PendingDelivery delivery)
    {
        if (delivery.UsedUp is not null)
        {
            return await SettleAsync(delivery, [delivery.Routed]).ConfigureAwait(false);
        }

        var replay = delivery.Routed.Replay;
        if ((replay is not null || parked is { IsEmpty: false }) && await GiveUpAsync(delivery, delivery).ConfigureAwait(false) is { } givenUp)
        {
            return givenUp;
        }

        var result = delivery.Routed.IsUnwanted || replay is { IsHandled: true }
            ? Handled
            : await attempt.RunAsync(new RoutedDelivery(delivery), delivery.Attempt - delivery.Uncalled, cancelled).ConfigureAwait(false);
        return result.End switch
        {
            AttemptEnd.Exhausted => await UseUpAsync(delivery, [delivery.Routed], result).ConfigureAwait(false),
            AttemptEnd.Handled when replay is not null => await HandledAsync([delivery.Routed]).ConfigureAwait(false),
            _ => result,
        };
    }

    private async ValueTask<AttemptResult> DeliverAsync(GatheredBatch batch)
    {
        if (batch.UsedUp is not null)
        {
            return await SettleAsync(batch, batch.Changes()).ConfigureAwait(false);
        }

        if (!batch.IsHandled && await GiveUpAsync(batch).ConfigureAwait(false) is { } unwritten)
        {
            return unwritten;
        }

        var changes = batch.Changes();
        if (changes.Length == 0)
        {
            return Handled;
        }

        if (batch.IsHandled || Array.TrueForAll(changes, static routed => routed.Replay is { IsHandled: true }))
        {
            return await HandledAsync(changes).ConfigureAwait(false);
        }

        var routed = new RoutedBatch(changes);
        var result = await attempt.RunAsync(routed, batch.Attempt - batch.Uncalled, cancelled).ConfigureAwait(false);
        if (result.End != AttemptEnd.Exhausted)
        {
            batch.IsHandled = result.End == AttemptEnd.Handled;
            return batch.IsHandled ? await HandledAsync(changes).ConfigureAwait(false) : result;
        }

        if (changes.Length == 1)
        {
            return await UseUpAsync(batch, changes, result).ConfigureAwait(false);
        }

        Log.BatchSplit(logger, routed.Route.Name, changes.Length, routed.Id);
        return result;
    }

    /// <summary>Takes those out of a batch that are not to be delivered with it.</summary>
    /// <returns>What follows where one could not be stored; null where the rest may be delivered.</returns>
    private async ValueTask<AttemptResult?> GiveUpAsync(GatheredBatch batch)
    {
        if (parked is null or { IsEmpty: true } && !batch.HasReplays)
        {
            return null;
        }

        var deliveries = batch.Deliveries();
        var isFirst = true;
        for (var i = 0; i < deliveries.Length; i++)
        {
            var delivery = deliveries[i];
            if (delivery.IsGivenUp || delivery.Routed.IsMark)
            {
                continue;
            }

            if (delivery.Routed.OldKey is not null && !isFirst)
            {
                // Stored now, it would park a key of which changes before it are still to be delivered.
                batch.SplitAt(i);
                return null;
            }

            if (await GiveUpAsync(batch, delivery).ConfigureAwait(false) is { } result)
            {
                if (result.End == AttemptEnd.Retry)
                {
                    return result;
                }

                delivery.IsGivenUp = true;
            }

            isFirst &= delivery.IsGivenUp;
        }

        return null;
    }

    /// <summary>Stores a change whose key is parked, or leaves one stored that was to be delivered again.</summary>
    /// <returns>What becomes of it; null where it is to be delivered.</returns>
    private async ValueTask<AttemptResult?> GiveUpAsync(Work work, PendingDelivery delivery)
    {
        if (delivery.Routed.Replay is { } replay)
        {
            if (!replay.IsWithdrawn)
            {
                return null;
            }

            replay.Withdraw();
            return Handled;
        }

        try
        {
            return parked is not null && await parked.TakeAsync(delivery.Routed, cancelled).ConfigureAwait(false) ? Handled : null;
        }
        catch (LetterWriteException e)
        {
            work.Uncalled++;
            return new AttemptResult(AttemptEnd.Retry, LetterWriteException.Delay, e.InnerException);
        }
    }

    private ValueTask<AttemptResult> UseUpAsync(Work work, RoutedChange[] changes, AttemptResult result)
    {
        work.UsedUp = new UsedUpAttempts(result.Error!, work.Attempt - work.Uncalled);
        return SettleAsync(work, changes);
    }

    /// <summary>Hands over what is used up. Where that fails it is tried again, and not the listener, which was called as often as it may be.</summary>
    private async ValueTask<AttemptResult> SettleAsync(Work work, RoutedChange[] changes)
    {
        var (error, attempts) = work.UsedUp!;
        try
        {
            await exhausted.TakeAsync(changes, error, attempts, cancelled).ConfigureAwait(false);
            return Handled;
        }
        catch (LetterWriteException e)
        {
            return new AttemptResult(AttemptEnd.Retry, LetterWriteException.Delay, e.InnerException);
        }
    }

    /// <summary>What was kept of the changes is so no more: that is written before anything of their keys is delivered.</summary>
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

            return Handled;
        }
        catch (LetterWriteException e)
        {
            return new AttemptResult(AttemptEnd.Retry, LetterWriteException.Delay, e.InnerException);
        }
    }
}
