using Microsoft.Extensions.Logging;

namespace PostgresWorker.Delivery.Timeouts;

/// <summary>Keeps what times calls, for their successors: as many as there were calls at a time.</summary>
internal sealed class TimedCalls(TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Stack<TimedCall> _free = new();

    // Nearly all calls take this one and put it back: without the lock.
    private TimedCall? _first;

    /// <summary>Begins a call.</summary>
    public TimedCall Begin(in TimedListener listener, CancellationToken cancelled)
    {
        var call = Interlocked.Exchange(ref _first, null) ?? Take();
        call.Begin(listener, cancelled);
        return call;
    }

    /// <summary>Ends a call.</summary>
    public void End(TimedCall call)
    {
        if (!call.End())
        {
            call.Dispose();
            return;
        }

        if (Interlocked.CompareExchange(ref _first, call, null) is not null)
        {
            lock (_lock)
            {
                _free.Push(call);
            }
        }
    }

    private TimedCall Take()
    {
        lock (_lock)
        {
            return _free.TryPop(out var call) ? call : new TimedCall(time, logger);
        }
    }
}
