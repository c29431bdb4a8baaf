using Microsoft.Extensions.Logging;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Delivery.Timeouts;

/// <summary>
/// The token of one call of a listener, cancelled when its time is up or the worker's own is. Used again for other calls as long as it was not cancelled. Who
/// ignores a cancelled token for <see cref="Grace"/> is said to be stuck; more can't be done, for changes of its key must not run beside it.
/// </summary>
internal sealed class TimedCall : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _source = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private CancellationTokenRegistration _registration;
    private TimedListener _listener;
    private long _begun;
    private long _armedUntil = long.MaxValue;
    private bool _isRunning;

    public TimedCall(TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(static call => ((TimedCall)call!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the listener is handed.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time was up before the call ended.</summary>
    public bool IsExpired { get; private set; }

    /// <summary>The call begins.</summary>
    public void Begin(in TimedListener listener, CancellationToken cancelled)
    {
        lock (_lock)
        {
            _listener = listener;
            _begun = _time.GetTimestamp();
            _isRunning = true;
            Arm(_begun, listener.Timeout);
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
        lock (_lock)
        {
            _isRunning = false;
            _listener = default;
        }

        return !IsExpired && _source.TryReset();
    }

    /// <summary>The source is left to the collector: it has no timer of its own, and a cancellation that has begun may still be on its way to it.</summary>
    public void Dispose()
    {
        // Not Dispose, which would wait for a cancellation that may be running this very code.
        _registration.Unregister();
        _timer.Dispose();
    }

    /// <summary>Has the timer look after a time, at the latest. Most calls are over long before: one that looks too early looks again, which spares each call its two changes of a timer.</summary>
    private void Arm(long now, TimeSpan rest)
    {
        var until = now + (long)(rest.TotalSeconds * _time.TimestampFrequency);
        if (until < _armedUntil)
        {
            _armedUntil = until;
            _timer.Change(rest, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTime()
    {
        TimedListener listener;
        bool isStuck;
        lock (_lock)
        {
            _armedUntil = long.MaxValue;
            if (!_isRunning)
            {
                return;
            }

            listener = _listener;
            isStuck = IsExpired;
            var rest = listener.Timeout + (isStuck ? Grace : TimeSpan.Zero) - _time.GetElapsedTime(_begun);
            if (rest > TimeSpan.Zero)
            {
                // The clock of timers is coarser than that of stamps; or this was on its way when the call before ended.
                Arm(_time.GetTimestamp(), TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)));
                return;
            }

            if (!isStuck)
            {
                IsExpired = true;
                Arm(_time.GetTimestamp(), Grace);
            }
        }

        if (isStuck)
        {
            Log.ListenerStuck(_logger, listener.Name, listener.Context, listener.Timeout, Grace);
        }
        else
        {
            // What listeners do on cancellation is not for the timers' thread.
            _ = _source.CancelAllAsync();
        }
    }
}
