using System.Buffers;
using System.Text;
using PostgresWorker.Generated;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>A row as JSON.</summary>
/// <param name="layout">The layout that it was written with.</param>
/// <param name="json">The object.</param>
/// <param name="isTuple">Whether it is read as the outbox reads its rows: written as a tuple before.</param>
internal sealed class JsonRow(TableLayout layout, string json, bool isTuple) : StoredRow(layout)
{
    /// <summary>What JSON has of a value's text: not the lower bounds of an array, not the spaces around json, and not which null of JSON was one of json's and not NULL.</summary>
    public static string? TextOf(TableLayout layout, string? text)
    {
        var type = layout.Columns[1].Type;
        return type.BaseName is "json" or "jsonb" ? (text?.Trim() is "null" ? null : text?.Trim())
            : type.Kind == 'a' && text is ['[', ..] ? text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]
            : text;
    }

    private protected override bool HasText(bool needsText) => ValueType.Element?.BaseName is not ("json" or "jsonb");

    private protected override T Read<T>(RowReader<T> reader, RowBinding binding)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var buffer = new ArrayBufferWriter<byte>();
        if (isTuple)
        {
            JsonTuple.Write(Layout, utf8, buffer);
        }

        var tuple = isTuple ? new TupleReader(binding, buffer.WrittenSpan, default) : TupleReader.OfJson(binding, utf8);
        return reader.Read(ref tuple);
    }
}
