using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery;

/// <summary>
/// Decides what may be delivered next: of each key the first that is unfinished, the keys in turn. No thread and no lock: whoever calls has the
/// lanes' one.
/// </summary>
internal sealed class Schedule
{
    private readonly LaneSettings _settings;
    private readonly TimeProvider _time;
    private readonly WireStore _wire;
    private readonly TimerCallback _onWaited;
    private readonly KeyQueues _queues;
    private readonly Gathering _gathering;
    private readonly ReadyList _ready = new();
    private readonly Stack<PendingDelivery> _free = new();
    private readonly Queue<KeyQueue> _advancing = new();
    private readonly HashSet<Work> _waiting = [];
    private bool _hurries;

    /// <param name="settings">What is ordered with what.</param>
    /// <param name="time">The clock of all waits.</param>
    /// <param name="wire">What came, of which what waits long is kept apart.</param>
    /// <param name="onWaited">Called with work whose wait for the next attempt is over, by a timer; it calls <see cref="Wake"/>.</param>
    /// <param name="onDue">Called with a batch that has waited for more long enough, by a timer; it calls <see cref="Due"/>.</param>
    public Schedule(LaneSettings settings, TimeProvider time, WireStore wire, TimerCallback onWaited, TimerCallback onDue)
    {
        _settings = settings;
        _time = time;
        _wire = wire;
        _onWaited = onWaited;
        _queues = new KeyQueues(settings);
        _gathering = new Gathering(time, onDue);
    }

    /// <summary>Told of each queue that is empty.</summary>
    public Action<QueueKey>? OnEmptied { get; init; }

    /// <summary>Told of each delivery that is finished, before it is used again.</summary>
    public Action<PendingDelivery>? OnFinished { get; init; }

    /// <summary>How many lanes could begin to deliver now. With one lane, a retry that waits holds it.</summary>
    public int Ready => _settings.IsStrict && _waiting.Count > 0 ? 0 : _ready.Count;

    /// <summary>Whether batches are delivered without waiting for more.</summary>
    public bool Hurries
    {
        get => _hurries;
        set
        {
            _hurries = value;
            for (var i = 0; value && i < _gathering.Batches.Count; i++)
            {
                MakeReady(_gathering.Batches[i], first: false);
            }
        }
    }

    public int CountOf(TableName table) => _queues.CountOf(table);

    /// <summary>Queues a change behind those of its keys.</summary>
    public void Add(in RoutedChange routed, TransactionProgress? transaction)
    {
        var delivery = _free.TryPop(out var free) ? free : new PendingDelivery();
        delivery.Routed = routed;
        delivery.Transaction = transaction;
        if (_queues.KeyOf(routed, routed.Key) is { } key)
        {
            delivery.Queue = _queues.GetOrAdd(key);
            if (routed.OldKey is { } old && _queues.KeyOf(routed, old) is { } oldKey && oldKey != key)
            {
                delivery.OldQueue = _queues.GetOrAdd(oldKey);
            }
        }

        delivery.Queue?.Add(delivery);
        delivery.OldQueue?.Add(delivery);
        if (delivery.Queue?.Head!.Attempt > 1)
        {
            delivery.Separate(_wire);
        }

        TryBegin(delivery);
        Advance();
    }

    /// <summary>What is to be delivered next; null where nothing is.</summary>
    public Work? Take()
    {
        var work = Ready > 0 ? _ready.Take() : null;
        if (work is GatheredBatch batch)
        {
            _gathering.Close(batch);
        }

        return work;
    }

    /// <summary>The delivery is finished: those behind it are next.</summary>
    public void Finish(PendingDelivery delivery)
    {
        Remove(delivery);
        Advance();
    }

    /// <summary>The part of the batch that is next is finished.</summary>
    public void FinishPart(GatheredBatch batch)
    {
        foreach (var delivery in batch.Part)
        {
            Remove(delivery);
        }

        if (batch.NextPart())
        {
            _ready.Add(batch);
        }
        else
        {
            batch.StopTimer();
        }

        Advance();
    }

    /// <summary>The part of the batch that is next is delivered in halves.</summary>
    public void Split(GatheredBatch batch)
    {
        batch.Split();
        _ready.AddFirst(batch);
    }

    /// <summary>The work is tried again when its wait is over.</summary>
    public void Wait(Work work, TimeSpan delay)
    {
        if (work.Attempt++ == 1)
        {
            work.KeepApart(_wire);
        }

        _waiting.Add(work);
        if (delay <= TimeSpan.Zero)
        {
            Wake(work);
        }
        else if (work.Timer is null)
        {
            work.Timer = _time.CreateTimer(_onWaited, work, delay, Timeout.InfiniteTimeSpan);
        }
        else
        {
            work.Timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The work's wait for its next attempt is over.</summary>
    public void Wake(Work work)
    {
        _waiting.Remove(work);
        if (_settings.IsStrict)
        {
            _ready.AddFirst(work);
        }
        else
        {
            _ready.Add(work);
        }
    }

    /// <summary>A batch has waited for more long enough, and goes before others.</summary>
    public void Due(GatheredBatch batch) => MakeReady(batch, first: true);

    /// <summary>Whatever waits on a timer is given up.</summary>
    public void StopTimers()
    {
        foreach (var batch in _gathering.Batches)
        {
            batch.StopTimer();
        }

        foreach (var work in _waiting)
        {
            work.StopTimer();
        }
    }

    private void MakeReady(GatheredBatch batch, bool first)
    {
        if (batch.IsReady)
        {
            return;
        }

        batch.IsReady = true;
        batch.StopTimer();
        if (first)
        {
            _ready.AddFirst(batch);
        }
        else
        {
            _ready.Add(batch);
        }
    }

    /// <summary>Begins what waits in the queues that a finished delivery has left.</summary>
    private void Advance()
    {
        while (_advancing.TryDequeue(out var queue))
        {
            while (queue.Waiting is { } next && TryBegin(next))
            {
                // The next.
            }
        }
    }

    private bool TryBegin(PendingDelivery delivery)
    {
        if (!delivery.IsNext)
        {
            return false;
        }

        if (delivery.IsFirst && !delivery.IsForBatch)
        {
            delivery.Begin();
            if (delivery.Routed.IsMark)
            {
                Remove(delivery);
            }
            else
            {
                _ready.Add(delivery);
            }

            return true;
        }

        return delivery.MayJoin && TryJoin(delivery);
    }

    private bool TryJoin(PendingDelivery delivery)
    {
        if (!delivery.IsForBatch && !delivery.Routed.IsMark)
        {
            // A row that can't be read fails alone, behind what came before it, which waits for no more.
            Hasten(delivery);
            return false;
        }

        delivery.Begin();
        var batch = _gathering.Add(delivery, waits: !_hurries);
        if (batch.IsFull)
        {
            MakeReady(batch, first: false);
            _gathering.Close(batch);
        }
        else if (batch.Timer is null)
        {
            MakeReady(batch, first: false);
        }

        return true;
    }

    private void Hasten(PendingDelivery delivery)
    {
        foreach (var head in (ReadOnlySpan<PendingDelivery?>)[delivery.Queue?.Head, delivery.OldQueue?.Head])
        {
            if (head?.Batch is { IsOpen: true } batch)
            {
                MakeReady(batch, first: false);
                _gathering.Close(batch);
            }
        }
    }

    private void Remove(PendingDelivery delivery)
    {
        Leave(delivery.Queue);
        Leave(delivery.OldQueue);
        OnFinished?.Invoke(delivery);
        delivery.Clear();
        _free.Push(delivery);
    }

    private void Leave(KeyQueue? queue)
    {
        if (queue is null)
        {
            return;
        }

        if (queue.RemoveHead())
        {
            _advancing.Enqueue(queue);
            return;
        }

        var key = queue.Key;
        _queues.Remove(queue);
        OnEmptied?.Invoke(key);
    }
}
