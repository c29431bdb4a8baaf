using System.Threading.Tasks.Sources;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>
/// The one writer's wait, for room or for a barrier. Used again, so that it makes no garbage. All but <see cref="WaitAsync"/> and <see cref="Resume"/>
/// is called under the lanes' lock.
/// </summary>
internal sealed class WriterWait : IValueTaskSource
{
    // Where listeners take so long that there is not much room after this time, a wake for each change costs nothing beside them, and the stream is not to be left
    // unread for long. The clock is not asked at each look while these are many: up to so many are passed over.
    private const int MaxPassed = 15;
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(10), Soon = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private ManualResetValueTaskSourceCore<bool> _source;
    private TableName? _table;
    private int _queues;
    private long _size;
    private bool _isForRoom;
    private long _begun;
    private long _looked;
    private int _toPass;
    private int _passed;

    public WriterWait(TimeProvider time, bool isInline)
    {
        _time = time;
        _source.RunContinuationsAsynchronously = !isInline;
    }

    public bool IsWaiting { get; private set; }

    /// <summary>Begins to wait until a change of <paramref name="size"/> bytes may be posted.</summary>
    public void ForRoom(long size)
    {
        (_isForRoom, _size) = (true, size);
        Begin();
    }

    /// <summary>Begins to wait until nothing is unfinished; of a table, until its <paramref name="queues"/> queues are empty.</summary>
    public void ForBarrier(TableName? table, int queues)
    {
        (_isForRoom, _table, _queues) = (false, table, queues);
        Begin();
    }

    /// <summary>A queue is empty. Nothing is posted meanwhile, so it stays so.</summary>
    public void Emptied(QueueKey key) => _queues -= IsWaiting && _table is { } table && KeyQueues.IsOf(key, table) ? 1 : 0;

    /// <summary>Whether what it waits for is so.</summary>
    /// <param name="inFlight">What is unfinished.</param>
    /// <param name="isBusy">Whether every lane has something to do.</param>
    public bool IsOver(InFlight inFlight, bool isBusy) => _isForRoom
        ? isBusy && !IsLong() ? inFlight.HasMuchRoom(_size) : inFlight.HasRoom(_size)
        : _table is null ? inFlight.Count == 0 : _queues == 0;

    /// <summary>Ends the wait; <see cref="Resume"/> is to be called without the lock.</summary>
    public void End() => IsWaiting = false;

    /// <summary>Completes when the wait has ended.</summary>
    public ValueTask WaitAsync() => new(this, _source.Version);

    public void Resume() => _source.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private bool IsLong()
    {
        if (_passed < _toPass)
        {
            _passed++;
            return false;
        }

        var now = _time.GetTimestamp();
        _toPass = _time.GetElapsedTime(_looked, now) < Soon ? Math.Min((2 * _toPass) + 1, MaxPassed) : 0;
        (_looked, _passed) = (now, 0);
        return _time.GetElapsedTime(_begun, now) >= Long;
    }

    private void Begin()
    {
        _begun = _looked = _time.GetTimestamp();
        _toPass = _passed = 0;
        IsWaiting = true;
        _source.Reset();
    }
}
