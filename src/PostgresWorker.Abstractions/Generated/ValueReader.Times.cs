using System.Buffers.Binary;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
    /// <summary>Reads a timestamp (of unspecified kind) or a timestamptz (UTC) to the microsecond.</summary>
    public DateTime GetDateTime() =>
        new(GetTimestampTicks(), TypeOid == TypeOids.TimestampTz ? DateTimeKind.Utc : DateTimeKind.Unspecified);

    /// <summary>Reads a timestamptz, in UTC, to the microsecond.</summary>
    public DateTimeOffset GetDateTimeOffset() => new(GetTimestampTicks(), TimeSpan.Zero);

    /// <summary>Reads a date.</summary>
    public DateOnly GetDateOnly()
    {
        var value = Value();
        int day;
        if (IsBinary)
        {
            day = value.Length == sizeof(int) ? BinaryPrimitives.ReadInt32BigEndian(value) : throw WrongLength(value.Length);
        }
        else if (!DateTimeText.TryReadDate(value, out day))
        {
            throw BadText("a date");
        }

        return TimeValue.TryDate(day, out var date) ? date : throw OutOfRange(day is int.MaxValue or int.MinValue, "0001-01-01 to 9999-12-31");
    }

    /// <summary>Reads a time before 24:00:00 to the microsecond.</summary>
    public TimeOnly GetTimeOnly()
    {
        var time = GetTimeOfDay();
        return time < TimeSpan.FromDays(1) ? TimeOnly.FromTimeSpan(time) : throw Misfit("24:00:00 is no TimeOnly; declare the property as TimeSpan.");
    }

    /// <summary>Reads an interval without months to the microsecond (a day counts as 24 hours), or a time.</summary>
    public TimeSpan GetTimeSpan()
    {
        if (TypeOid == TypeOids.Time)
        {
            return GetTimeOfDay();
        }

        var interval = GetInterval();
        if (interval.Months != 0)
        {
            throw Misfit("the interval has months or is infinite, which has no fixed length and no TimeSpan.");
        }

        return interval.TryTimeSpan(out var span) ? span : throw OutOfRange(false, "-10675199 days to 10675199 days");
    }

    /// <summary>Reads an interval as it is stored.</summary>
    public IntervalValue GetInterval()
    {
        var value = Value();
        if (IsBinary)
        {
            return value.Length == IntervalValue.Size ? IntervalValue.ReadBinary(value) : throw WrongLength(value.Length);
        }

        return IntervalText.TryRead(value, out var interval) ? interval : throw BadText("an interval");
    }

    private long GetTimestampTicks()
    {
        var value = Value();
        long microseconds;
        if (IsBinary)
        {
            microseconds = value.Length == sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(value) : throw WrongLength(value.Length);
        }
        else if (!DateTimeText.TryReadTimestamp(value, _format == ValueFormat.JsonString ? (byte)'T' : (byte)' ', out microseconds))
        {
            throw BadText("a timestamp");
        }

        return TimeValue.TryTicks(microseconds, out var ticks)
            ? ticks
            : throw OutOfRange(microseconds is long.MaxValue or long.MinValue, "0001-01-01 to 9999-12-31");
    }

    private TimeSpan GetTimeOfDay()
    {
        var value = Value();
        long microseconds;
        if (IsBinary)
        {
            microseconds = value.Length == sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(value) : throw WrongLength(value.Length);
        }
        else if (!DateTimeText.TryReadTime(value, out microseconds))
        {
            throw BadText("a time");
        }

        return microseconds is >= 0 and <= TimeValue.MicrosecondsPerDay
            ? new TimeSpan(microseconds * TimeSpan.TicksPerMicrosecond)
            : throw OutOfRange(false, "00:00:00 to 24:00:00");
    }

    private RowReadException OutOfRange(bool isInfinite, string range) =>
        Misfit(isInfinite ? "the value is infinite, which the property's type can't say." : $"the value is outside {range}, the range of the property's type.");
}
