using System.Buffers.Binary;
using PostgresWorker.Generated;

namespace PostgresWorker.Benchmarks;

/// <summary>A row of six columns as the server sends it in binary, and its layout.</summary>
internal static class OrderTuple
{
    private const uint Int8 = 20, TextOid = 25, TimestampTz = 1184, Numeric = 1700, SomeEnum = 16_500;

    public static ColumnType Text { get; } = new("text", TextOid, 'b', "text");

    public static TableLayout Layout { get; } = new(
        new TableName("public", "orders"),
        [
            Column("id", new ColumnType("bigint", Int8, 'b', "int8"), isKey: true),
            Column("customer_id", new ColumnType("bigint", Int8, 'b', "int8")),
            Column("status", new ColumnType("order_status", SomeEnum, 'e', "order_status")),
            Column("total", new ColumnType("numeric(12,2)", Numeric, 'b', "numeric")),
            Column("placed_at", new ColumnType("timestamp with time zone", TimestampTz, 'b', "timestamptz")),
            Column("note", Text),
        ]);

    /// <summary>(4711, 42, 'shipped', 1234.56, 2026-11-22 12:00 UTC, 'leave it with Ana')</summary>
    public static byte[] Bytes { get; } =
    [
        .. Value(Int64(4711)), .. Value(Int64(42)), .. Value("shipped"u8), .. Value([0, 2, 0, 0, 0, 0, 0, 2, 0x04, 0xD2, 0x15, 0xE0]),
        .. Value(Int64(848_664_000_000_000)), .. Value("leave it with Ana"u8),
    ];

    public static TableColumn Column(string name, ColumnType type, bool isKey = false) => new(name, type, isKey, isKey);

    private static byte[] Int64(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Value(ReadOnlySpan<byte> value)
    {
        var bytes = new byte[1 + sizeof(int) + value.Length];
        bytes[0] = (byte)'b';
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), value.Length);
        value.CopyTo(bytes.AsSpan(1 + sizeof(int)));
        return bytes;
    }
}
