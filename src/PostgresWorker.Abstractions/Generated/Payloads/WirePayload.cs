using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PostgresWorker.Generated.Payloads;

/// <summary>Writes a change as it came over the wire as JSON, for people: all columns, whether or not a row type can read them.</summary>
public static class WirePayload
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = EventPayload.MaxDepth,
        SkipValidation = true,
    };

    /// <summary>A change of a row, in the shape of <see cref="EventPayload"/>.</summary>
    /// <param name="action">The SQL command.</param>
    /// <param name="layout">The layout that the row was written with.</param>
    /// <param name="image">The row's tuples.</param>
    /// <param name="context">Where and when.</param>
    /// <param name="unread">Takes the columns whose binary form only their own row type can read: they are null.</param>
    public static string OfRow(string action, TableLayout layout, in RowImage image, ChangeContext context, ISet<string> unread)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(unread);
        var old = image.OldKind == OldTupleKind.None ? null : Write(layout, image.Old, default, isKeyOnly: image.OldKind == OldTupleKind.Key, isOldKeyOnly: false, unread);
        var @new = image.New.IsEmpty ? null : Write(layout, image.New, image.Old, isKeyOnly: false, isOldKeyOnly: image.OldKind == OldTupleKind.Key, unread);
        return new PayloadChange(action, PayloadKey.OfRow(layout, old), PayloadKey.OfRow(layout, @new), old, @new, context).Payload.ToJson();
    }

    /// <summary>A truncate, in the shape of <see cref="EventPayload"/>.</summary>
    /// <param name="context">Where and when.</param>
    public static string OfTruncate(ChangeContext context) => new PayloadChange("TRUNCATE", "", "", null, null, context).Payload.ToJson();

    private static byte[] Write(TableLayout layout, ReadOnlySpan<byte> tuple, ReadOnlySpan<byte> old, bool isKeyOnly, bool isOldKeyOnly, ISet<string> unread)
    {
        var buffer = new ArrayBufferWriter<byte>(tuple.Length + 64);
        using var json = new Utf8JsonWriter(buffer, Options);
        var value = new TextTuple(tuple);
        var before = new TextTuple(old);
        json.WriteStartObject();
        foreach (var column in layout.Columns)
        {
            value.Next();
            before.Next();
            var isUnchanged = value.Format == ValueFormat.Unchanged;
            var sent = isUnchanged ? before : value;
            if ((!column.IsInIdentity && (isKeyOnly || (isUnchanged && isOldKeyOnly))) || sent.Format == ValueFormat.Unchanged)
            {
                continue;
            }

            json.WritePropertyName(column.Name);
            if (sent.Format != ValueFormat.Binary)
            {
                PayloadWriter.WriteValue(json, column, sent);
            }
            else if (!BinaryScalar.TryWrite(json, layout.Table, column, sent.Value))
            {
                unread.Add(column.Name);
                json.WriteNullValue();
            }
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
