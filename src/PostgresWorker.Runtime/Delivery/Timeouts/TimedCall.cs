using Microsoft.Extensions.Logging;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Delivery.Timeouts;

/// <summary>
/// The token of one call of a listener, cancelled when its time is up or the worker's own is. Used again for other calls as long as it was not cancelled. Who
/// ignores a cancelled token for <see cref="Grace"/> is said to be stuck; more can't be done, for changes of its key must not run beside it.
/// </summary>
/// <remarks>There is one for every change, so who calls and the timer agree by one word, and take a lock only to set the timer.</remarks>
internal sealed class TimedCall : IDisposable
{
    // The phases of a call, and how much the word grows with each call: what the timer looked at can't be taken for another call's.
    private const long Free = 0, Begun = 1, Running = 2, Expired = 3, Ended = 4, Phases = 7, Next = 8;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    // Of a call that has begun the timer does not know the time yet: it looks again so soon.
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    private readonly Lock _arming = new();
    private readonly CancellationTokenSource _source = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private CancellationTokenRegistration _registration;
    private TimedListener _listener;
    private long _begun;
    private long _armedUntil = long.MaxValue;
    private long _state;

    public TimedCall(TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(static call => ((TimedCall)call!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whose calls it times; null for any's.</summary>
    public int? Processor { get; init; }

    /// <summary>What the listener is handed.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time was up before the call ended.</summary>
    public bool IsExpired => (Volatile.Read(ref _state) & Phases) == Expired;

    /// <summary>A call begins, if no other is going on.</summary>
    public bool TryBegin(in TimedListener listener, CancellationToken cancelled)
    {
        var free = Volatile.Read(ref _state);
        if ((free & Phases) != Free || Interlocked.CompareExchange(ref _state, free + Begun, free) != free)
        {
            return false;
        }

        _listener = listener;
        _begun = _time.GetTimestamp();
        Volatile.Write(ref _state, free + Running);

        // When the timer looks, it is said not to be set any more, and then the state is read; here the state was written first, with a barrier between. So one of both
        // sees what the other did, and sets it.
        var until = _begun + _time.TicksOf(listener.Timeout);
        if (until < Volatile.Read(ref _armedUntil))
        {
            lock (_arming)
            {
                Arm(until, listener.Timeout);
            }
        }

        // The worker's token is the same for all calls: the link to it stays.
        if (_registration.Token != cancelled || _registration == default)
        {
            _registration.Unregister();
            _registration = cancelled.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        }

        return true;
    }

    /// <summary>The call has ended.</summary>
    /// <returns>Whether this can be used for another.</returns>
    public bool End()
    {
        var running = Volatile.Read(ref _state);
        if ((running & Phases) == Running && _source.TryReset() && Interlocked.CompareExchange(ref _state, running - Running + Next, running) == running)
        {
            return true;
        }

        Volatile.Write(ref _state, Ended);
        return false;
    }

    /// <summary>The source is left to the collector: it has no timer of its own, and a cancellation that has begun may still be on its way to it.</summary>
    public void Dispose()
    {
        // Not Dispose, which would wait for a cancellation that may be running this very code.
        _registration.Unregister();
        _timer.Dispose();
    }

    /// <summary>Has the timer look after a time, at the latest. Most calls are over long before: one that looks too early looks again, which spares each call its two changes of a timer.</summary>
    private void Arm(long until, TimeSpan rest)
    {
        if (until < _armedUntil)
        {
            Volatile.Write(ref _armedUntil, until);
            _timer.Change(rest, Timeout.InfiniteTimeSpan);
        }
    }

    private void ArmFor(TimeSpan rest) => Arm(_time.GetTimestamp() + _time.TicksOf(rest), rest);

    private void OnTime()
    {
        bool isExpired;
        bool isStuck;
        lock (_arming)
        {
            Volatile.Write(ref _armedUntil, long.MaxValue);
            Interlocked.MemoryBarrier();
            isExpired = IsUp(out isStuck);
        }

        if (isExpired)
        {
            // What listeners do on cancellation is not for the timers' thread.
            _ = _source.CancelAllAsync();
        }
        else if (isStuck)
        {
            Log.ListenerStuck(_logger, _listener.Name, _listener.Context, _listener.Timeout, Grace);
        }
    }

    /// <summary>Whether the call's time is up just now; otherwise looks again when it is.</summary>
    private bool IsUp(out bool isStuck)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            var phase = state & Phases;
            isStuck = false;
            if (phase is Free or Ended)
            {
                return false;
            }

            // The clock of timers is coarser than that of stamps; or this was set for a call before.
            var rest = phase == Begun ? Soon : _listener.Timeout + (phase == Expired ? Grace : TimeSpan.Zero) - _time.GetElapsedTime(_begun);
            if (rest > TimeSpan.Zero)
            {
                ArmFor(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)));
                return false;
            }

            isStuck = phase == Expired;
            if (isStuck)
            {
                return false;
            }

            // Not if it has ended in this moment.
            if (Interlocked.CompareExchange(ref _state, state - Running + Expired, state) == state)
            {
                ArmFor(Grace);
                return true;
            }
        }
    }
}
