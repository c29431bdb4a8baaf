using System.Buffers;
using System.Text.Json;

namespace PostgresWorker.Generated.Values;

/// <summary>Writes a JSON object as <c>record_out</c> writes a composite.</summary>
internal static class RecordTextWriter
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\"\\(), \t\n\r\v\f"u8);

    internal static bool TryWrite(TableLayout fields, ReadOnlySpan<byte> json, out ReadOnlySpan<byte> text)
    {
        text = default;
        var writer = new ArrayBufferWriter<byte>(json.Length + 16);
        var separator = "("u8;
        foreach (var field in fields.Columns)
        {
            writer.Write(separator);
            separator = ","u8;
            var token = Find(json, field.Name);
            if (token.IsEmpty || token[0] == (byte)'n')
            {
                continue;
            }

            if (!TextForm.TryOfPart(field.Type, token, out var part))
            {
                return false;
            }

            if (part.IsEmpty || part.ContainsAny(Special))
            {
                TextForm.WriteQuoted(writer, part, escape: 0);
            }
            else
            {
                writer.Write(part);
            }
        }

        writer.Write(fields.Columns.IsEmpty ? "()"u8 : ")"u8);
        text = writer.WrittenSpan;
        return true;
    }

    /// <summary>The value of a member; empty where there is none.</summary>
    internal static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, string name)
    {
        var reader = new Utf8JsonReader(json, JsonToken.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFound = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isFound)
            {
                return json[start..(int)reader.BytesConsumed];
            }
        }

        return default;
    }
}
