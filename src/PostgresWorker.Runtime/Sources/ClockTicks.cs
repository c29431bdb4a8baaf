namespace PostgresWorker.Sources;

/// <summary>Times in the unit of a clock's stamps.</summary>
internal static class ClockTicks
{
    /// <summary>How much <see cref="TimeProvider.GetTimestamp"/> grows in a time.</summary>
    public static long TicksOf(this TimeProvider time, TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
