namespace PostgresWorker.Delivery;

/// <content>What lanes take, and when they are woken for it.</content>
internal sealed partial class DeliveryQueue
{
    // One lane is woken at a time, and wakes the next when it has taken something and more is ready, before it delivers: to wake costs more than most listeners, and
    // where they take nothing the first has done it all before another comes.
    private bool MayWake => IsOver || (!_isAlone && _woken < (_settings.IsInline ? _schedule.Ready : Math.Min(_schedule.Ready, 1)));

    // Written without the lock by the one writer: who reads it a little late wakes a lane too many, which does no harm.
    private volatile bool _isAlone;

    /// <summary>What is woken next is to do without the others; what is finished meanwhile is told when that ends.</summary>
    public void BeginAlone() => _isAlone = true;

    /// <summary>Others are woken again.</summary>
    public void EndAlone() => Change(
        static (queue, _) =>
        {
            queue._isAlone = false;
            queue._finished.Tell();
        },
        0);

    /// <summary>Gives a lane its first work. Without any it is to wait, or to end.</summary>
    public void Begin(Lane lane) => Change(static (queue, lane) => queue.Take(lane), lane);

    /// <summary>Gives a lane that was woken its work.</summary>
    public void GoOn(Lane lane) => Change(
        static (queue, lane) =>
        {
            queue._woken--;
            queue.Take(lane);
        },
        lane);

    /// <summary>Does what follows from an attempt, and gives the lane what is next: one look under the lock, for there are many.</summary>
    public void Settle(Lane lane, AttemptResult result)
    {
        Wakes wakes;
        lock (_lock)
        {
            Settled(lane, result);
            Take(lane);
            wakes = Collect();
        }

        wakes.Run();
    }

    /// <summary>A lane ends without having come to an end with its work.</summary>
    public void Drop(Lane lane)
    {
        lock (_lock)
        {
            Return(lane);
            _quiet.End();
        }
    }

    /// <summary>The lane delivers its work no more.</summary>
    private Work Return(Lane lane)
    {
        var work = lane.Work!;
        lane.Work = null;
        _schedule.Return();
        return work;
    }

    private void Take(Lane lane)
    {
        Absorb();
        lane.IsOver = IsOver;
        lane.Work = lane.IsOver ? null : _schedule.Take();
        if (lane.Work is null && !lane.IsOver)
        {
            lane.BeginWait();
            _idle.Push(lane);
        }
    }
}
