using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PostgresWorker.Generated.Payloads;

/// <summary>Writes a row as a JSON object, as <c>to_jsonb(row)</c> has it, from the text forms of its columns.</summary>
internal static class PayloadWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        // Read back at once, and written anew by whoever sends it on: nothing here reaches a browser.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = EventPayload.MaxDepth,
        SkipValidation = true,
    };

    /// <summary>The old row, of which only the columns of the replica identity may be there.</summary>
    public static byte[] WriteOld(ReadOnlySpan<TableColumn> columns, in RowImage image) =>
        Write(columns, image.Old, default, isKeyOnly: image.OldKind == OldTupleKind.Key, isOldKeyOnly: false);

    /// <summary>The new row; a large value that did not change is taken from the old one, and left out where that has none.</summary>
    public static byte[] WriteNew(ReadOnlySpan<TableColumn> columns, in RowImage image) =>
        Write(columns, image.New, image.Old, isKeyOnly: false, isOldKeyOnly: image.OldKind == OldTupleKind.Key);

    /// <summary>A typed row, of the columns that its type declares.</summary>
    public static byte[] WriteRow<T>(T row, RowReader<T> reader, RowBinding binding)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        reader.Write(new RowWriter(json, binding), row);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A part of a typed value by itself.</summary>
    public static byte[] Write<T>(T value, BoundValue bound, ValueAction<T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        write(new ValueWriter(json, bound), value);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Write(ReadOnlySpan<TableColumn> columns, ReadOnlySpan<byte> tuple, ReadOnlySpan<byte> old, bool isKeyOnly, bool isOldKeyOnly)
    {
        var buffer = new ArrayBufferWriter<byte>(tuple.Length + 64);
        using var json = new Utf8JsonWriter(buffer, Options);
        var value = new TextTuple(tuple);
        var before = new TextTuple(old);
        json.WriteStartObject();
        foreach (var column in columns)
        {
            value.Next();
            before.Next();
            var isUnchanged = value.Format == ValueFormat.Unchanged;
            var sent = isUnchanged ? before : value;

            // Of a key-only tuple the other columns are sent as NULL, which says nothing about them.
            var isMissing = !column.IsInIdentity && (isKeyOnly || (isUnchanged && isOldKeyOnly));
            if (isMissing || sent.Format == ValueFormat.Unchanged)
            {
                continue;
            }

            json.WritePropertyName(column.Name);
            WriteValue(json, column, sent);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the value of a column that is NULL, JSON or text.</summary>
    public static void WriteValue(Utf8JsonWriter json, TableColumn column, in TextTuple sent)
    {
        switch (sent.Format)
        {
            case ValueFormat.Null:
                json.WriteNullValue();
                return;
            case ValueFormat.Json:
                PayloadJson.Write(json, column.Type, sent.Value);
                return;
            case ValueFormat.JsonString:
                json.WriteStringValue(sent.Value);
                return;
        }

        if (sent.Format != ValueFormat.Text)
        {
            throw new InvalidOperationException($"Column '{column.Name}' came in binary form, but payloads are written from text: the stream was not asked for it.");
        }

        PayloadValue.Write(json, column.Type, sent.Value);
    }
}
