namespace PostgresWorker.Delivery;

/// <summary>Exponential waits with jitter: the n-th is random between <paramref name="floor"/> and <c>first * 2^(n-1)</c>, never above <paramref name="max"/>.</summary>
/// <param name="floor">The shortest wait.</param>
/// <param name="first">The longest first wait.</param>
/// <param name="max">The longest wait.</param>
/// <param name="random">Gives a number from 0 to below 1.</param>
internal sealed class Backoff(TimeSpan floor, TimeSpan first, TimeSpan max, Func<double> random)
{
    /// <summary>The wait after <paramref name="attempt"/> failed, from 1.</summary>
    public TimeSpan After(int attempt)
    {
        var ceiling = Math.Min(max.Ticks, first.Ticks * Math.Pow(2, attempt - 1));
        return TimeSpan.FromTicks(floor.Ticks + (long)(Math.Max(0, ceiling - floor.Ticks) * random()));
    }
}
