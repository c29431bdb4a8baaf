namespace PostgresWorker.Delivery;

/// <content>What lanes take, and when they are woken for it.</content>
internal sealed partial class DeliveryQueue
{
    // One lane is woken at a time, and wakes the next when it has taken something and more is ready, before it delivers: to wake costs more than most listeners, and
    // where they take nothing the first has done it all before another comes.
    private bool MayWake => IsOver || _woken < (_settings.IsInline ? _schedule.Ready : Math.Min(_schedule.Ready, 1));

    /// <summary>Gives a lane what is next. Without anything it is to wait, or to end.</summary>
    public Work? Take(Lane lane) => Take(lane, isWoken: false);

    /// <summary>The same for a lane that was woken.</summary>
    public Work? TakeWoken(Lane lane) => Take(lane, isWoken: true);

    /// <summary>Does what follows from an attempt, and gives the lane what is next: one look under the lock, for there are many.</summary>
    public Work? Settle(Lane lane, Work work, AttemptResult result)
    {
        Wakes wakes;
        Work? next;
        lock (_lock)
        {
            Settled(work, result);
            next = Next(lane);
            wakes = Collect();
        }

        wakes.Run();
        return next;
    }

    private Work? Take(Lane lane, bool isWoken)
    {
        Wakes wakes;
        Work? next;
        lock (_lock)
        {
            _woken -= isWoken ? 1 : 0;
            next = Next(lane);
            wakes = Collect();
        }

        wakes.Run();
        return next;
    }

    private Work? Next(Lane lane)
    {
        Absorb();
        lane.IsOver = IsOver;
        var work = lane.IsOver ? null : _schedule.Take();
        if (work is null && !lane.IsOver)
        {
            lane.BeginWait();
            _idle.Push(lane);
        }

        return work;
    }
}
