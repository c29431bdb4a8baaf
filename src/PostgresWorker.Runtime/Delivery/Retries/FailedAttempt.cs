using Microsoft.Extensions.Logging;
using PostgresWorker.Dispatch;
using PostgresWorker.Observability;

namespace PostgresWorker.Delivery.Retries;

/// <summary>What follows from an attempt that failed: another one after a wait, or none.</summary>
/// <param name="random">Gives a number from 0 to below 1.</param>
/// <param name="logger">Where to say it.</param>
internal sealed class FailedAttempt(Func<double> random, ILogger logger)
{
    // Whatever a foreign server wishes: the change keeps WAL meanwhile.
    private static readonly TimeSpan LongestWish = TimeSpan.FromDays(1);

    public AttemptResult Of<TRouted>(TRouted routed, Exception error, int attempt, RetryPolicy policy)
        where TRouted : IRouted
    {
        var settings = policy.For(error);
        if (attempt >= settings.MaxAttempts)
        {
            return Exhausted(routed, error, attempt);
        }

        var delay = error is RetryAfterException after
            ? TimeSpan.FromTicks(Math.Min(after.Delay.Ticks, LongestWish.Ticks))
            : new Backoff(TimeSpan.Zero, settings.MinDelay, settings.MaxDelay, random).After(attempt);
        Log.DeliveryFailed(logger, error, routed.Route.Name, routed.Id, attempt, delay);
        return new AttemptResult(AttemptEnd.Retry, delay, error);
    }

    /// <summary>There is no further attempt.</summary>
    public AttemptResult Exhausted<TRouted>(TRouted routed, Exception error, int attempt)
        where TRouted : IRouted
    {
        Log.DeliveryExhausted(logger, error, routed.Route.Name, routed.Id, attempt);
        return new AttemptResult(AttemptEnd.Exhausted, Error: error);
    }
}
