using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

/// <summary>
/// Writes a row that is a JSON object as a tuple: for each column of a layout the value's token, in the place and with the length that a
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html#PROTOCOL-LOGICALREP-MESSAGE-FORMATS-TUPLEDATA">TupleData</see> has it, so that
/// whatever walks tuples walks these too. The object is parsed once, and its strings unescaped.
/// </summary>
public static class JsonTuple
{
    private const int Header = 1 + sizeof(int);

    /// <summary>Writes <paramref name="json"/> with the columns of <paramref name="layout"/>. A column that the object lacks is NULL: it was added when the row had been written. Members that are no column are left out.</summary>
    /// <param name="layout">The columns.</param>
    /// <param name="json">The object, as <c>row_to_json</c> or <c>to_jsonb</c> writes a row, in UTF-8.</param>
    /// <param name="into">Takes the tuple.</param>
    /// <exception cref="FormatException">It is no well-formed object, or a string in it is no Unicode text.</exception>
    public static void Write(TableLayout layout, ReadOnlySpan<byte> json, IBufferWriter<byte> into)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(into);
        var places = ArrayPool<(int Start, int Length)>.Shared.Rent(layout.Columns.Length);
        try
        {
            Array.Clear(places, 0, layout.Columns.Length);
            Find(layout, json, places);
            for (var i = 0; i < layout.Columns.Length; i++)
            {
                Write(layout.Columns[i], json.Slice(places[i].Start, places[i].Length), into);
            }
        }
        finally
        {
            ArrayPool<(int Start, int Length)>.Shared.Return(places);
        }
    }

    /// <summary>The text form of a value of such a tuple, as the type's <c>out</c> function writes it.</summary>
    /// <param name="type">The value's type.</param>
    /// <param name="format">How the tuple has it: <c>j</c> a token, <c>s</c> a string unescaped.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="FormatException">A string within the value is no Unicode text.</exception>
    public static string TextOf(ColumnType type, char format, ReadOnlySpan<byte> value)
    {
        ArgumentNullException.ThrowIfNull(type);
        return TextForm.TryOf(type, value, (ValueFormat)format, out var text)
            ? Encoding.UTF8.GetString(text)
            : throw new FormatException($"The JSON of a {type.Name} has a string that is no Unicode text.");
    }

    private static void Write(TableColumn column, ReadOnlySpan<byte> token, IBufferWriter<byte> into)
    {
        if (!JsonToken.TryRead(column.Type, token, out var value, out var format))
        {
            throw new FormatException($"The JSON string of column '{column.Name}' is no Unicode text.");
        }

        if (format == ValueFormat.Null && !value.IsEmpty)
        {
            format = ValueFormat.Json;
        }

        if (format == ValueFormat.Null)
        {
            into.GetSpan(1)[0] = (byte)ValueFormat.Null;
            into.Advance(1);
            return;
        }

        var span = into.GetSpan(Header + value.Length);
        span[0] = (byte)format;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], value.Length);
        value.CopyTo(span[Header..]);
        into.Advance(Header + value.Length);
    }

    private static void Find(TableLayout layout, ReadOnlySpan<byte> json, Span<(int Start, int Length)> places)
    {
        try
        {
            var reader = new Utf8JsonReader(json, JsonToken.Options);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new FormatException("The JSON of the row is no object.");
            }

            var next = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var column = Find(layout.Columns, ref reader, next);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (column >= 0)
                {
                    places[column] = (start, (int)reader.BytesConsumed - start);
                    next = column + 1;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("The JSON of the row is not well-formed.", e);
        }
    }

    // Members mostly come in the order of the columns.
    private static int Find(ReadOnlySpan<TableColumn> columns, ref Utf8JsonReader reader, int next)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var column = (next + i) % columns.Length;
            if (reader.ValueTextEquals(columns[column].Name))
            {
                return column;
            }
        }

        return -1;
    }
}
