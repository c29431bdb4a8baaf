using Microsoft.Extensions.Logging;

namespace PostgresWorker.Delivery.Timeouts;

/// <summary>Keeps what times calls, for their successors: as many as there were calls at a time.</summary>
internal sealed class TimedCalls(TimeProvider time, ILogger logger)
{
    // Nearly all calls take what their thread used last: without the lock, and without memory that another processor writes. While it is in use there is none here.
    [ThreadStatic]
    private static TimedCall? s_ofThread;

    private readonly Lock _lock = new();
    private readonly Stack<TimedCall> _free = new();

    /// <summary>Begins a call.</summary>
    public TimedCall Begin(in TimedListener listener, CancellationToken cancelled)
    {
        var call = s_ofThread;
        if (call?.Owner == this)
        {
            s_ofThread = null;
        }
        else
        {
            call = Take();
        }

        call.Begin(listener, cancelled);
        return call;
    }

    /// <summary>Ends a call, in whatever thread.</summary>
    public static void End(TimedCall call)
    {
        if (!call.End())
        {
            call.Dispose();
            return;
        }

        var other = s_ofThread;
        s_ofThread = call;
        other?.Owner.Add(other);
    }

    private TimedCall Take()
    {
        lock (_lock)
        {
            return _free.TryPop(out var call) ? call : new TimedCall(this, time, logger);
        }
    }

    private void Add(TimedCall call)
    {
        lock (_lock)
        {
            _free.Push(call);
        }
    }
}
