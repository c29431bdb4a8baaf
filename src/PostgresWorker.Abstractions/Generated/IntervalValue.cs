using System.Buffers.Binary;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

/// <summary>An interval as Postgres stores it: months, days and microseconds, which do not convert into each other.</summary>
/// <param name="Months">The months; years are twelve.</param>
/// <param name="Days">The days.</param>
/// <param name="Microseconds">The rest. All three at their largest or smallest are an infinite interval, of Postgres 17 and later.</param>
public readonly record struct IntervalValue(int Months, int Days, long Microseconds)
{
    internal const int Size = 16;

    internal static IntervalValue ReadBinary(ReadOnlySpan<byte> value) => new(
        BinaryPrimitives.ReadInt32BigEndian(value[12..]),
        BinaryPrimitives.ReadInt32BigEndian(value[8..]),
        BinaryPrimitives.ReadInt64BigEndian(value));

    /// <summary>The length with days of 24 hours; false where it exceeds a TimeSpan.</summary>
    internal bool TryTimeSpan(out TimeSpan span)
    {
        var ticks = ((Int128)Microseconds + ((Int128)Days * TimeValue.MicrosecondsPerDay)) * TimeSpan.TicksPerMicrosecond;
        var fits = ticks >= long.MinValue && ticks <= long.MaxValue;
        span = fits ? new TimeSpan((long)ticks) : default;
        return fits;
    }
}
