using System.Runtime.ExceptionServices;
using PostgresWorker.Control;
using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery;

/// <summary>
/// What is posted and unfinished, between the one writer and the lanes: a lock around <see cref="Schedule"/>. What is changed there may let lanes go on,
/// or the writer; they do so when the lock is free again.
/// </summary>
internal sealed partial class DeliveryQueue
{
    private readonly LaneSettings _settings;
    private readonly Lock _lock = new();
    private readonly Stack<Lane> _idle = new();
    private readonly Schedule _schedule;
    private readonly InFlight _inFlight;
    private readonly WriterWait _writer;
    private readonly QuietWaits _quiet;
    private readonly FinishedDeliveries _finished = new();

    // What is posted, and not in the schedule yet: that is done by whoever looks at it next, nearly always a lane that goes on. What the schedule consists of
    // then stays where the lanes are, and does not go to and fro between two processors with every change.
    private readonly DeliveryChain _posted = new();
    private Exception? _fault;
    private int _woken;
    private bool _isCompleted, _isAbandoned;

    public DeliveryQueue(LaneSettings settings, IReadOnlyList<Lane> lanes, Pauses pauses, TimeProvider time, WireStore wire, InFlight inFlight)
    {
        _quiet = new QuietWaits(lanes);
        _settings = settings;
        _inFlight = inFlight;
        _writer = new WriterWait(time, settings.IsInline);
        _schedule = new Schedule(settings, pauses, time, wire, work => Wake((Work)work!), batch => Due((GatheredBatch)batch!))
        {
            OnFinished = Finished,
            OnEmptied = _writer.Emptied,
        };
    }

    /// <summary>What ended everything before its time.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>How many lanes deliver: a number of some moment, read without the lock.</summary>
    public int Running => _schedule.Running;

    // Where nothing more is posted, what waits for long is not waited for: it is unfinished, and comes again.
    private bool IsOver => _fault is not null || _isAbandoned || (_isCompleted && _schedule.IsStalled);

    // Whether there is something to do for every lane.
    private bool IsBusy => _schedule.Ready > 0 || _idle.Count == 0;

    /// <summary>Queues changes, as many as there is room for; null where that is all of them, and otherwise what to wait for before it is tried again.</summary>
    /// <param name="posting">The changes.</param>
    /// <param name="wakes">Who goes on because of that: for the caller to run, and soon.</param>
    public WriterWait? Post(Posting posting, out Wakes wakes)
    {
        WriterWait? room = null;
        lock (_lock)
        {
            ThrowFault();
            while (posting.First is { } first && _inFlight.HasRoom(first.Routed.Size))
            {
                _inFlight.Add(first.Routed.Size);
                _posted.Add(posting.TakeFirst());
            }

            posting.Refill(_schedule.Used);
            if (posting.First is { } next)
            {
                _schedule.Hurries = true;
                _writer.ForRoom(next.Routed.Size);
                room = _writer;
            }

            wakes = room is not null || (_idle.Count > 0 && _woken == 0) ? Collect() : default;
        }

        return room;
    }

    /// <summary>Null where nothing is unfinished, of the table if one is named; otherwise what to wait for before asking again.</summary>
    public WriterWait? Pass(TableName? table)
    {
        if (table is not null && !_settings.NeedsBarriers)
        {
            return null;
        }

        Wakes wakes;
        lock (_lock)
        {
            ThrowFault();
            Absorb();
            var queues = table is { } named ? _schedule.CountOf(named) : _inFlight.Count;
            if (queues == 0)
            {
                return null;
            }

            _schedule.Hurries = true;
            _writer.ForBarrier(table, queues);
            wakes = Collect();
        }

        wakes.Run();
        return _writer;
    }

    /// <summary>The writer gives up waiting.</summary>
    public void StopWaiting()
    {
        Wakes wakes;
        lock (_lock)
        {
            wakes = new Wakes(null, _writer.IsWaiting ? EndWait() : null);
        }

        wakes.Run();
    }

    /// <summary>Listeners were paused or go on.</summary>
    public void PausesChanged() => Change(static (queue, _) => queue._schedule.PausesChanged(), 0);

    /// <summary>Completes when the listener, or where none is named any, is not called.</summary>
    public Task WhenQuietAsync(string? listener)
    {
        lock (_lock)
        {
            return _quiet.Begin(listener);
        }
    }

    /// <summary>Nothing more is posted; what is gathered is delivered without waiting for more.</summary>
    public void Complete() => Change(static (queue, _) => queue._schedule.Hurries = queue._isCompleted = true, 0);

    /// <summary>Nothing more is begun.</summary>
    public void Abandon(Exception? fault = null) => Change(
        static (queue, fault) =>
        {
            queue._isAbandoned = true;
            queue._fault ??= fault;
            queue._schedule.StopTimers();
        },
        fault);

    private void Wake(Work work) => Change(static (queue, work) => queue._schedule.Wake(work), work);

    private void Due(GatheredBatch batch) => Change(static (queue, batch) => queue._schedule.Due(batch), batch);

    /// <summary>Changes something under the lock; whoever may go on because of that does so when the lock is free again.</summary>
    private void Change<T>(Action<DeliveryQueue, T> change, T argument)
    {
        Wakes wakes;
        lock (_lock)
        {
            change(this, argument);
            wakes = Collect();
        }

        wakes.Run();
    }

    /// <summary>Wakes lanes for what is ready, and the writer.</summary>
    private Wakes Collect()
    {
        Absorb();
        if (_isCompleted && _schedule.IsStalled)
        {
            _schedule.StopTimers();
        }

        Lane? woken = null;
        while (MayWake && _idle.TryPop(out var lane))
        {
            lane.NextWoken = woken;
            woken = lane;
            _woken++;
        }

        return new Wakes(woken, _writer.IsWaiting && (_fault is not null || _writer.IsOver(_inFlight, IsBusy)) ? EndWait() : null);
    }

    private WriterWait EndWait()
    {
        _writer.End();
        _schedule.Hurries = _isCompleted;
        return _writer;
    }

    private void ThrowFault()
    {
        if (_fault is not null)
        {
            ExceptionDispatchInfo.Throw(_fault);
        }
    }
}
