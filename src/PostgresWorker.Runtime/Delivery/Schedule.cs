using PostgresWorker.Control;
using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery;

/// <summary>Decides what may be delivered next: of each key the first that is unfinished, the keys in turn. No thread and no lock: whoever calls has the lanes' one.</summary>
internal sealed class Schedule
{
    private readonly LaneSettings _settings;
    private readonly WireStore _wire;
    private readonly RetryWaits _waits;
    private readonly KeyQueues _queues;
    private readonly Gathering _gathering;
    private readonly ReadyWork _ready;
    private readonly Queue<KeyQueue> _advancing = new();

    /// <param name="settings">What is ordered with what.</param>
    /// <param name="pauses">Which listeners are paused.</param>
    /// <param name="time">The clock of all waits.</param>
    /// <param name="wire">What came, of which what waits long is kept apart.</param>
    /// <param name="onWaited">Called with work whose wait for the next attempt is over, by a timer; it calls <see cref="Wake"/>.</param>
    /// <param name="onDue">Called with a batch that has waited for more long enough, by a timer; it calls <see cref="Due"/>.</param>
    public Schedule(LaneSettings settings, Pauses pauses, TimeProvider time, WireStore wire, TimerCallback onWaited, TimerCallback onDue)
    {
        _settings = settings;
        _wire = wire;
        _waits = new RetryWaits(time, onWaited);
        _queues = new KeyQueues(settings);
        _ready = new ReadyWork(pauses);
        _gathering = new Gathering(_ready, time, onDue);
    }

    /// <summary>Told of each queue that is empty.</summary>
    public Action<QueueKey>? OnEmptied { get; init; }

    /// <summary>What is finished, to be used again.</summary>
    public DeliveryChain Used { get; } = new();

    /// <summary>Told of each delivery that is finished, before it is used again.</summary>
    public Action<PendingDelivery>? OnFinished { get; init; }

    /// <summary>How many lanes could begin to deliver now. With one lane, a retry that waits holds it.</summary>
    public int Ready => _settings.IsStrict && _waits.Count > 0 ? 0 : _ready.Count;

    /// <summary>How many lanes deliver now.</summary>
    public int Running => _ready.Running;

    /// <summary>Whether nothing goes on before a wait for an attempt or a pause is over.</summary>
    public bool IsStalled => Ready == 0 && _ready.Running == 0;

    /// <summary>Whether batches are delivered without waiting for more.</summary>
    public bool Hurries
    {
        get => _gathering.Hurries;
        set => _gathering.Hurries = value;
    }

    public int CountOf(TableName table) => _queues.CountOf(table);

    /// <summary>Queues a change behind those of its keys.</summary>
    public void Add(PendingDelivery delivery)
    {
        ref readonly var routed = ref delivery.Routed;
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
        if (delivery.Queue?.IsRetrying == true || delivery.OldQueue?.IsRetrying == true)
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

    /// <summary>A lane has done with its work: what becomes of that is said next.</summary>
    public void Return() => _ready.Return();

    /// <summary>Listeners were paused or go on.</summary>
    public void PausesChanged() => _ready.PausesChanged();

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
        _ready.Add(batch, first: true);
    }

    /// <summary>The work is tried again when its wait is over.</summary>
    public void Wait(Work work, TimeSpan delay, bool isAttempt = true)
    {
        if (work.Attempt == 1)
        {
            work.KeepApart(_wire);
        }

        work.Attempt += isAttempt ? 1 : 0;

        if (delay > TimeSpan.Zero)
        {
            _waits.Begin(work, delay);
        }
        else
        {
            Wake(work);
        }
    }

    /// <summary>The work's wait for its next attempt is over.</summary>
    public void Wake(Work work)
    {
        _waits.End(work);
        _ready.Add(work, first: _settings.IsStrict);
    }

    /// <summary>A batch has waited for more long enough, and goes before others.</summary>
    public void Due(GatheredBatch batch) => _gathering.MakeReady(batch, first: true);

    /// <summary>Whatever waits on a timer is given up.</summary>
    public void StopTimers()
    {
        _gathering.StopTimers();
        _waits.StopTimers();
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
            _gathering.Hasten(delivery);
            return false;
        }

        delivery.Begin();
        _gathering.Join(delivery);
        return true;
    }

    private void Remove(PendingDelivery delivery)
    {
        Leave(delivery.Queue);
        Leave(delivery.OldQueue);
        OnFinished?.Invoke(delivery);
        delivery.Clear();
        Used.Add(delivery);
    }

    private void Leave(KeyQueue? queue)
    {
        if (queue?.RemoveHead() == true)
        {
            _advancing.Enqueue(queue);
        }
        else if (queue is not null)
        {
            var key = queue.Key;
            _queues.Remove(queue);
            OnEmptied?.Invoke(key);
        }
    }
}
