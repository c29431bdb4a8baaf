using System.Text;
using PostgresWorker.Generated;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>A row as JSON.</summary>
internal sealed class JsonRow(TableLayout layout, string json) : StoredRow(layout)
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
        var tuple = TupleReader.OfJson(binding, Encoding.UTF8.GetBytes(json));
        return reader.Read(ref tuple);
    }
}
