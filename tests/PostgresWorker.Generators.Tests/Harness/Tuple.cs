using System.Buffers.Binary;
using System.Text;
using PostgresWorker.Generated;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>Makes a tuple by hand, and the layout it has: each column with its type's OID and its text, null for NULL.</summary>
internal sealed class Tuple(TableName table, params (string Name, uint Oid, string? Text)[] columns)
{
    public static ChangeContext Context { get; } = new(
        new ChangeTransaction { Source = "shop", SystemIdentifier = "7", CommitLsn = new Lsn(16), CommitTime = default, TransactionId = 1 },
        new TableName("public", "shirts"),
        new Lsn(8),
        ordinal: 0);

    private byte[] Bytes => [.. columns.SelectMany(static column => Encode(column.Text))];

    /// <summary>Reads the tuple through the route, as a change of the kind.</summary>
    public Change Read(ListenerRoute route, ChangeKinds kind)
    {
        var layout = new TableLayout(table, [.. columns.Select(static column =>
            new TableColumn(column.Name, new ColumnType(column.Name, column.Oid, column.Oid > 16384 ? 'e' : 'b', column.Name), IsInIdentity: true, IsInKey: false))]);
        var binding = RowBinding.Create(layout, route.Columns);
        return route.Read(kind, binding, new RowImage(OldTupleKind.Full, Bytes, Bytes), Context);
    }

    private static byte[] Encode(string? text)
    {
        if (text is null)
        {
            return "n"u8.ToArray();
        }

        var value = Encoding.UTF8.GetBytes(text);
        var encoded = new byte[5 + value.Length];
        encoded[0] = (byte)'t';
        BinaryPrimitives.WriteInt32BigEndian(encoded.AsSpan(1), value.Length);
        value.CopyTo(encoded, 5);
        return encoded;
    }
}
