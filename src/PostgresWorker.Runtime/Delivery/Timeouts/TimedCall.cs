using Microsoft.Extensions.Logging;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Delivery.Timeouts;

/// <summary>
/// The token of one call of a listener, cancelled when its time is up or the worker's own is. Used again for other calls as long as it was not cancelled. Who
/// ignores a cancelled token for <see cref="Grace"/> is said to be stuck; more can't be done, for changes of its key must not run beside it.
/// </summary>
/// <remarks>
/// There is one for every change, so who calls takes no lock and waits for no other processor: of the two words by which it and the timer agree, each writes one and reads the other's. Between both the timer
/// has all processors pass a barrier (<see cref="Interlocked.MemoryBarrierProcessWide"/>), which is dear, and seldom.
/// </remarks>
internal sealed class TimedCall : IDisposable
{
    // Odd while a call is going on; another number for each.
    private const long IsRunning = 1;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly Lock _arming = new();
    private readonly CancellationTokenSource _source = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private CancellationTokenRegistration _registration;
    private TimedListener _listener;
    private long _timeoutTicks;
    private long _begun;
    private long _armedUntil = long.MaxValue;

    // Of who calls.
    private long _state;

    // Of the timer: the call whose time is up.
    private long _expired = -1;

    public TimedCall(TimedCalls owner, TimeProvider time, ILogger logger)
    {
        Owner = owner;
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(static call => ((TimedCall)call!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Who keeps it for the next call.</summary>
    public TimedCalls Owner { get; }

    /// <summary>What the listener is handed.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time was up before the call ended.</summary>
    public bool IsExpired => Volatile.Read(ref _expired) == Volatile.Read(ref _state);

    /// <summary>A call begins; no other is going on.</summary>
    public void Begin(in TimedListener listener, CancellationToken cancelled)
    {
        if (_listener.Timeout != listener.Timeout)
        {
            _timeoutTicks = _time.TicksOf(listener.Timeout);
        }

        _listener = listener;
        _begun = _time.GetTimestamp();
        Volatile.Write(ref _state, _state + IsRunning);

        // When the timer looks, it first says that it is not set any more; then comes the barrier, and then it reads the state. So one of both sees what the other did, and sets it.
        var until = _begun + _timeoutTicks;
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
    }

    /// <summary>The call has ended.</summary>
    /// <returns>Whether this can be used for another.</returns>
    public bool End()
    {
        var ended = _state;
        var isUsable = _source.TryReset();
        Volatile.Write(ref _state, ended + IsRunning);

        // The timer says that the time is up, then comes the barrier, and then it looks whether the call is still going on: so it does not cancel what is used again.
        return isUsable && Volatile.Read(ref _expired) != ended;
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
            Interlocked.MemoryBarrierProcessWide();
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
        isStuck = false;
        var state = Volatile.Read(ref _state);
        if ((state & IsRunning) == 0)
        {
            return false;
        }

        // The clock of timers is coarser than that of stamps; or this was set for a call before. What is read here of a call that begins meanwhile is looked at by that one itself.
        var wasExpired = state == _expired;
        var rest = _listener.Timeout + (wasExpired ? Grace : TimeSpan.Zero) - _time.GetElapsedTime(_begun);
        if (rest > TimeSpan.Zero)
        {
            ArmFor(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)));
            return false;
        }

        isStuck = wasExpired;
        return !wasExpired && Expire(state);
    }

    /// <summary>Says that a call's time is up, if it has not ended in this moment.</summary>
    private bool Expire(long state)
    {
        Volatile.Write(ref _expired, state);
        Interlocked.MemoryBarrierProcessWide();
        if (Volatile.Read(ref _state) != state)
        {
            return false;
        }

        ArmFor(Grace);
        return true;
    }
}
