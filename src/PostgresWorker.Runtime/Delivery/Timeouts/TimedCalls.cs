using Microsoft.Extensions.Logging;

namespace PostgresWorker.Delivery.Timeouts;

/// <summary>Keeps what times calls, for their successors: as many as there were calls at a time.</summary>
internal sealed class TimedCalls(TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Stack<TimedCall> _free = new();

    // Nearly all calls take that of their processor: without the lock, and without memory that another processor writes.
    private readonly TimedCall?[] _ofProcessors = new TimedCall?[Environment.ProcessorCount];

    /// <summary>Begins a call.</summary>
    public TimedCall Begin(in TimedListener listener, CancellationToken cancelled)
    {
        var processor = (int)((uint)Thread.GetCurrentProcessorId() % (uint)_ofProcessors.Length);
        var call = Volatile.Read(ref _ofProcessors[processor]) ?? Add(processor);
        if (!call.TryBegin(listener, cancelled))
        {
            call = Take();
            call.TryBegin(listener, cancelled);
        }

        return call;
    }

    /// <summary>Ends a call.</summary>
    public void End(TimedCall call)
    {
        if (!call.End())
        {
            call.Dispose();
            if (call.Processor is { } processor)
            {
                Interlocked.CompareExchange(ref _ofProcessors[processor], null, call);
            }
        }
        else if (call.Processor is null)
        {
            lock (_lock)
            {
                _free.Push(call);
            }
        }
    }

    private TimedCall Add(int processor)
    {
        var call = new TimedCall(time, logger) { Processor = processor };
        return Interlocked.CompareExchange(ref _ofProcessors[processor], call, null) ?? call;
    }

    private TimedCall Take()
    {
        lock (_lock)
        {
            return _free.TryPop(out var call) ? call : new TimedCall(time, logger);
        }
    }
}
