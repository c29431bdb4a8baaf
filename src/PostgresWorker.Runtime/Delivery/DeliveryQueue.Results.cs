namespace PostgresWorker.Delivery;

/// <content>What follows from posting, and from an attempt.</content>
internal sealed partial class DeliveryQueue
{
    private void Absorb()
    {
        while (_posted.Take() is { } delivery)
        {
            _schedule.Add(delivery);
        }
    }

    private void Settled(Lane lane, AttemptResult result)
    {
        var work = Return(lane);
        switch (work, result.End)
        {
            case (_, AttemptEnd.Retry):
                _inFlight.Counts.Retry();
                _schedule.Wait(work, result.Delay);
                break;
            case (_, AttemptEnd.HeldUp):
                _schedule.Wait(work, result.Delay, isAttempt: false);
                break;
            case (GatheredBatch batch, AttemptEnd.Exhausted):
                _schedule.Split(batch);
                break;
            case (GatheredBatch batch, _):
                _schedule.FinishPart(batch);
                break;
            default:
                _schedule.Finish((PendingDelivery)work);
                break;
        }

        _quiet.End();
    }

    private void Finished(PendingDelivery delivery)
    {
        _inFlight.Remove(delivery.Routed.Size);
        _finished.Add(delivery);
        if (!_isAlone)
        {
            _finished.Tell();
        }
    }
}
