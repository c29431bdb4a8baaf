using System.Buffers.Binary;
using System.Text;

namespace PostgresWorker.Benchmarks;

/// <summary>The yardstick: what one would write by hand for this one table, with nothing checked.</summary>
internal static class BareDecoder
{
    private const long EpochTicks = 630_822_816_000_000_000; // 2000-01-01

    public static Order Read(ReadOnlySpan<byte> tuple)
    {
        var id = BinaryPrimitives.ReadInt64BigEndian(Take(ref tuple));
        var customerId = BinaryPrimitives.ReadInt64BigEndian(Take(ref tuple));
        var label = Take(ref tuple);
        var status = label.SequenceEqual("pending"u8) ? OrderStatus.Pending : label.SequenceEqual("shipped"u8) ? OrderStatus.Shipped : OrderStatus.Cancelled;
        var total = Numeric(Take(ref tuple));
        var placedAt = new DateTimeOffset(EpochTicks + (BinaryPrimitives.ReadInt64BigEndian(Take(ref tuple)) * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        return new Order(id, customerId, status, total, placedAt, Encoding.UTF8.GetString(Take(ref tuple)));
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> tuple)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(tuple[1..]);
        var value = tuple.Slice(5, length);
        tuple = tuple[(5 + length)..];
        return value;
    }

    private static decimal Numeric(ReadOnlySpan<byte> value)
    {
        var groups = BinaryPrimitives.ReadInt16BigEndian(value);
        var weight = BinaryPrimitives.ReadInt16BigEndian(value[2..]);
        var scale = BinaryPrimitives.ReadInt16BigEndian(value[6..]);
        long unscaled = 0;
        for (var i = 0; i < groups; i++)
        {
            unscaled = (unscaled * 10_000) + BinaryPrimitives.ReadInt16BigEndian(value[(8 + (2 * i))..]);
        }

        for (var places = 4 * (groups - 1 - weight); places > scale; places--)
        {
            unscaled /= 10;
        }

        return new decimal((int)unscaled, (int)(unscaled >> 32), 0, isNegative: false, (byte)scale);
    }
}
