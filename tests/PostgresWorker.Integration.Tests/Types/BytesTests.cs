using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class BytesTests(TypeRows<BytesTests> rows) : TypeTests<BytesTests>(rows), ITypeFamily
{
    // Every byte there is, 4096 times over.
    private const string Megabyte = "decode(repeat((SELECT string_agg(lpad(to_hex(b), 2, '0'), '' ORDER BY b) FROM generate_series(0, 255) b), 4096), 'hex')";

    private static readonly byte[] MegabyteRead = [.. Enumerable.Range(0, 1024 * 1024).Select(index => unchecked((byte)index))];

    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads<byte[]?>("bytea", "''", []),
        Reads<byte[]?>("bytea", "'\\x00ff5c78'", [0, 255, 0x5c, 0x78]),
        Reads<byte[]?>("bytea", Megabyte, MegabyteRead),
        Reads<byte[]?>("bytea", "NULL", null),
        NeedsValue<byte[]>("bytea"),

        Reads<ReadOnlyMemory<byte>>("bytea", "''", Array.Empty<byte>()),
        Reads<ReadOnlyMemory<byte>>("bytea", "'\\x00ff5c78'", new byte[] { 0, 255, 0x5c, 0x78 }),
        Reads<ReadOnlyMemory<byte>>("bytea", Megabyte, MegabyteRead),
        Reads<ReadOnlyMemory<byte>?>("bytea", "NULL", null),
        Fails<ReadOnlyMemory<byte>>("bytea", "NULL", "the value is NULL"),

        Refused<byte>("bytea", "declare it as byte[]"),
        Refused<byte[]?>("uuid", "declare it as Guid"),
    ];
}
