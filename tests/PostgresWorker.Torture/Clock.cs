using System.Diagnostics;

namespace PostgresWorker.Torture;

/// <summary>Times of the clock that all processes of the machine share, and what they were by the calendar.</summary>
internal static class Clock
{
    private static readonly long s_began = Stopwatch.GetTimestamp();
    private static readonly DateTimeOffset s_beganAt = TimeProvider.System.GetUtcNow();

    public static long Now => Stopwatch.GetTimestamp();

    public static TimeSpan SinceStart => Stopwatch.GetElapsedTime(s_began);

    /// <summary>When a time of the calendar was, which is the server's too.</summary>
    public static long Of(DateTimeOffset time) => s_began + (long)((time - s_beganAt).TotalSeconds * Stopwatch.Frequency);

    /// <summary>As a time since the start.</summary>
    public static TimeSpan Since(long stamp) => Stopwatch.GetElapsedTime(s_began, stamp);

    public static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
