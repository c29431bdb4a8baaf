using System.Buffers;
using System.Text;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Rows;

namespace PostgresWorker.Tests.Fuzz;

/// <summary>Rows of an outbox as a server wrote them, which become tuples.</summary>
internal static class JsonRows
{
    public static IEnumerable<(byte[] Bytes, Action<byte[]> Reading)> Samples()
    {
        foreach (var value in ServerValues.All)
        {
            yield return (Encoding.UTF8.GetBytes(value.JsonRow), Of(Table.Layout(("c", value.Type), ("other", Table.Text))));
        }

        yield return (
            """{"data":{"x":[1,{"y":null}]},"unknown":[1,[2]],"note":"a\"b\u00e9","id":7}"""u8.ToArray(),
            Of(Table.Layout(("id", Table.Bigint), ("note", Table.Text), ("data", new ColumnType("jsonb", TypeOids.Jsonb, 'b', "jsonb")))));
    }

    private static Action<byte[]> Of(TableLayout layout) => bytes => Surrounded.Read(bytes, json =>
    {
        var into = new ArrayBufferWriter<byte>();
        JsonTuple.Write(layout, json, into);
        var rest = into.WrittenSpan;
        var text = new StringBuilder();
        while (!rest.IsEmpty)
        {
            var value = WireTuple.Take(ref rest);
            text.Append((char)value.Format).Append(Convert.ToHexString(value.Bytes)).Append(' ');
        }

        return text.ToString();
    });
}
