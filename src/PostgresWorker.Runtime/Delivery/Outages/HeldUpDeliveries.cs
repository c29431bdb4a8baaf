using Microsoft.Extensions.Logging;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Delivery.Outages;

/// <summary>
/// What follows when the worker can't do its own part of a delivery: it is tried again until it can, which is no attempt of the listener. A wait is as long
/// as the outage has lasted, up to a limit, with jitter. While no transaction can be had, one delivery tries at a time and the others wait for what becomes of it: thousands that each ask for a
/// connection would keep a server from coming back. A lock may be one key's affair, and each tries its own.
/// </summary>
/// <param name="random">Gives a number from 0 to below 1, for the waits.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where to say it.</param>
internal sealed class HeldUpDeliveries(Func<double> random, TimeProvider time, ILogger logger)
{
    internal static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200), Longest = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Outage _locks = new(), _transactions = new();

    /// <summary>The delivery is held up.</summary>
    public AttemptResult Result<TRouted>(TRouted routed, OutageException error)
        where TRouted : IRouted
    {
        var cause = error.InnerException!;
        var outage = error.Step == OutageStep.Lock ? _locks : _transactions;
        TimeSpan delay;
        lock (_lock)
        {
            outage.Since ??= time.GetTimestamp();
            var longest = Wait(outage);
            delay = (longest / 2) + (longest / 2 * random());
            outage.NextTry = time.GetTimestamp() + time.TicksOf(delay);
            outage.Cause = cause;
        }

        Log.DeliveryHeldUp(logger, cause, routed.Route.Source, routed.Route.Name, routed.Id, WhatFailed(error.Step), delay);
        return new AttemptResult(AttemptEnd.HeldUp, delay, cause);
    }

    /// <summary>What becomes of a delivery that needs a transaction while none can be had; null where it may try.</summary>
    public AttemptResult? Hold(ListenerRoute route)
    {
        if (!route.NeedsTransaction || _transactions.Since is null)
        {
            return null;
        }

        lock (_lock)
        {
            if (_transactions.Since is null)
            {
                return null;
            }

            var now = time.GetTimestamp();
            if (now >= _transactions.NextTry)
            {
                // The others hear how it went before they try.
                _transactions.NextTry = now + time.TicksOf(Wait(_transactions));
                return null;
            }

            return new AttemptResult(AttemptEnd.HeldUp, time.GetElapsedTime(now, _transactions.NextTry) + (Shortest * random()), _transactions.Cause);
        }
    }

    /// <summary>What is done around a call of the listener was done; the listener may have failed.</summary>
    public void Passed(ListenerRoute route)
    {
        if (_locks.Since is null && _transactions.Since is null)
        {
            return;
        }

        bool isOver;
        lock (_lock)
        {
            isOver = _locks.End() | (route.NeedsTransaction && _transactions.End());
        }

        if (isOver)
        {
            Log.DeliveryGoesOn(logger, route.Source, route.Name);
        }
    }

    private TimeSpan Wait(Outage outage)
    {
        var lasted = time.GetElapsedTime(outage.Since!.Value);
        return lasted < Shortest ? Shortest : lasted > Longest ? Longest : lasted;
    }

    private static string WhatFailed(OutageStep step) => step switch
    {
        OutageStep.Lock => "its key can't be locked",
        OutageStep.Begin => "its transaction can't be begun",
        _ => "its transaction can't be committed",
    };

    private sealed class Outage
    {
        public long? Since { get; set; }

        /// <summary>When one may try again.</summary>
        public long NextTry { get; set; }

        public Exception? Cause { get; set; }

        public bool End()
        {
            var wasOn = Since is not null;
            (Since, Cause) = (null, null);
            return wasOn;
        }
    }
}
