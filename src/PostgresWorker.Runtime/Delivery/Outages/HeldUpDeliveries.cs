using Microsoft.Extensions.Logging;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Observability;

namespace PostgresWorker.Delivery.Outages;

/// <summary>
/// What follows when the worker can't do its own part of a delivery: it is tried again until it can, which is no attempt of the listener. A wait is as long
/// as the outage has lasted, up to a limit, with jitter.
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
        TimeSpan longest;
        lock (_lock)
        {
            outage.Since ??= time.GetTimestamp();
            var lasted = time.GetElapsedTime(outage.Since.Value);
            longest = lasted < Shortest ? Shortest : lasted > Longest ? Longest : lasted;
        }

        var delay = (longest / 2) + (longest / 2 * random());
        Log.DeliveryHeldUp(logger, cause, routed.Route.Source, routed.Route.Name, routed.Id, WhatFailed(error.Step), delay);
        return new AttemptResult(AttemptEnd.HeldUp, delay, cause);
    }

    /// <summary>A call of the listener has come to its end, with all that is done around it.</summary>
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

    private static string WhatFailed(OutageStep step) => step switch
    {
        OutageStep.Lock => "its key can't be locked",
        OutageStep.Begin => "its transaction can't be begun",
        _ => "its transaction can't be committed",
    };

    private sealed class Outage
    {
        public long? Since { get; set; }

        public bool End()
        {
            var wasOn = Since is not null;
            Since = null;
            return wasOn;
        }
    }
}
