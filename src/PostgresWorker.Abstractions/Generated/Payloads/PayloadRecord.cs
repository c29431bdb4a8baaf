using System.Text.Json;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated.Payloads;

/// <summary>Writes the text form of composites, <c>(1,"a b",)</c>, as an object.</summary>
internal static class PayloadRecord
{
    /// <summary>Writes it, unless its fields are others than the type has: then ALTER TYPE came between, and their names are not known.</summary>
    public static bool TryWrite(Utf8JsonWriter json, ColumnType type, ReadOnlySpan<byte> text)
    {
        var fields = type.Fields!.Columns;
        if (text is not [(byte)'(', .., (byte)')'] || !RecordText.TryCount(text[1..^1], out var count) || !IsOf(type, fields.Length, count))
        {
            return false;
        }

        var rest = text[1..];
        json.WriteStartObject();
        for (var i = 0; i < fields.Length; i++)
        {
            // A field that was added since is NULL, as in the database.
            json.WritePropertyName(fields[i].Name);
            if (i >= count || !RecordText.TryTake(ref rest, out var field, out var format) || format == ValueFormat.Null)
            {
                json.WriteNullValue();
            }
            else
            {
                PayloadValue.Write(json, fields[i].Type, field);
            }
        }

        json.WriteEndObject();
        return true;
    }

    // Of no fields the text is a pair of parentheses, which counts as one field.
    private static bool IsOf(ColumnType type, int fields, int count) =>
        !type.HasDroppedFields && (count == fields || (count < fields && !type.HasAllFields) || fields == 0);
}
