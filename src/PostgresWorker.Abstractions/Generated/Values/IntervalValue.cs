using System.Buffers.Binary;

namespace PostgresWorker.Generated.Values;

/// <summary>An interval as Postgres stores it: microseconds, days and months, which do not convert into each other.</summary>
internal readonly record struct IntervalValue(long Microseconds, int Days, int Months)
{
    internal const int Size = 16;

    internal static IntervalValue ReadBinary(ReadOnlySpan<byte> value) => new(
        BinaryPrimitives.ReadInt64BigEndian(value),
        BinaryPrimitives.ReadInt32BigEndian(value[8..]),
        BinaryPrimitives.ReadInt32BigEndian(value[12..]));

    /// <summary>The length with days of 24 hours; false where it exceeds a TimeSpan.</summary>
    internal bool TryTimeSpan(out TimeSpan span)
    {
        var ticks = ((Int128)Microseconds + ((Int128)Days * TimeValue.MicrosecondsPerDay)) * TimeSpan.TicksPerMicrosecond;
        var fits = ticks >= long.MinValue && ticks <= long.MaxValue;
        span = fits ? new TimeSpan((long)ticks) : default;
        return fits;
    }
}
