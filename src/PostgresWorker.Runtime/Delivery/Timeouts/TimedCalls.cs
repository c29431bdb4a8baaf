using Microsoft.Extensions.Logging;

namespace PostgresWorker.Delivery.Timeouts;

/// <summary>Keeps what times calls, for their successors: as many as there were calls at a time.</summary>
internal sealed class TimedCalls(TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Stack<TimedCall> _free = new();

    /// <summary>Begins a call.</summary>
    public TimedCall Begin(in TimedListener listener, CancellationToken cancelled)
    {
        TimedCall? call;
        lock (_lock)
        {
            _free.TryPop(out call);
        }

        call ??= new TimedCall(time, logger);
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

        lock (_lock)
        {
            _free.Push(call);
        }
    }
}
