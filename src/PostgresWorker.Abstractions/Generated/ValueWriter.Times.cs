using System.Globalization;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public readonly partial struct ValueWriter
{
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", UtcOffset = "+00:00";

    /// <summary>Writes a timestamp, or a timestamptz in UTC.</summary>
    public void Write(DateTime value) => WriteText(TypeOid == TypeOids.TimestampTz
        ? (value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value).ToString(Timestamp, CultureInfo.InvariantCulture) + UtcOffset
        : value.ToString(Timestamp, CultureInfo.InvariantCulture));

    /// <summary>Writes a timestamptz in UTC.</summary>
    public void Write(DateTimeOffset value) => WriteText(value.UtcDateTime.ToString(Timestamp, CultureInfo.InvariantCulture) + UtcOffset);

    /// <summary>Writes a date.</summary>
    public void Write(DateOnly value) => WriteText(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Writes a time.</summary>
    public void Write(TimeOnly value) => WriteText(value.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture));

    /// <summary>Writes a time, or an interval with a day for every 24 hours.</summary>
    public void Write(TimeSpan value) => WriteText(IntervalTextWriter.Write(TypeOid == TypeOids.Time
        ? new IntervalValue(0, 0, value.Ticks / TimeSpan.TicksPerMicrosecond)
        : new IntervalValue(0, value.Days, value.Ticks % TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond)));

    /// <summary>Writes an interval as it is stored.</summary>
    /// <param name="months">The months; years are twelve.</param>
    /// <param name="days">The days.</param>
    /// <param name="microseconds">The rest.</param>
    public void WriteInterval(int months, int days, long microseconds) => WriteText(IntervalTextWriter.Write(new IntervalValue(months, days, microseconds)));
}
