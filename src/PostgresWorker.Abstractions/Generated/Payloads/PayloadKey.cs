using System.Text;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated.Payloads;

/// <summary>The text of a row's key, where that is one column.</summary>
internal static class PayloadKey
{
    /// <summary>The old row's key; empty where there is no old row, or no key of one column.</summary>
    public static string OldId(ReadOnlySpan<TableColumn> columns, in RowImage image) => Of(columns, image.Old, default);

    /// <summary>The new row's key; empty where there is no new row, or no key of one column.</summary>
    public static string NewId(ReadOnlySpan<TableColumn> columns, in RowImage image) => Of(columns, image.New, image.Old);

    /// <summary>The key of a row that is JSON; empty where there is no row, no key of one column, or that is none of the row's.</summary>
    public static string OfRow(TableLayout layout, byte[]? row)
    {
        if (row is null || IndexOf(layout.Columns) is not (>= 0 and var key))
        {
            return "";
        }

        var column = layout.Columns[key];
        var token = RecordTextWriter.Find(row, column.Name);
        return !token.IsEmpty && token[0] != (byte)'n' && TextForm.TryOfPart(column.Type, token, out var text) ? Encoding.UTF8.GetString(text) : "";
    }

    private static string Of(ReadOnlySpan<TableColumn> columns, ReadOnlySpan<byte> tuple, ReadOnlySpan<byte> old)
    {
        if (tuple.IsEmpty || IndexOf(columns) is not (>= 0 and var key))
        {
            return "";
        }

        var value = new TextTuple(tuple);
        var before = new TextTuple(old);
        for (var i = 0; i <= key; i++)
        {
            value.Next();
            before.Next();
        }

        var sent = value.Format == ValueFormat.Unchanged ? before : value;
        var text = sent.Value;
        _ = sent.Format is not (ValueFormat.Json or ValueFormat.JsonString) || TextForm.TryOf(columns[key].Type, sent.Value, sent.Format, out text);
        return Encoding.UTF8.GetString(text);
    }

    private static int IndexOf(ReadOnlySpan<TableColumn> columns)
    {
        var found = -1;
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].IsInKey && found >= 0)
            {
                return -1;
            }

            found = columns[i].IsInKey ? i : found;
        }

        return found;
    }
}
