using System.Buffers;
using System.Text.Json;

namespace PostgresWorker.Generated.Values;

/// <summary>Writes a value of a JSON row as the type's <c>out</c> function writes it, so that a string is the same whichever way it comes.</summary>
/// <remarks>What JSON does not say is lost: the lower bounds of arrays, and the sign of a floating zero (<c>to_jsonb</c> makes it a numeric).</remarks>
internal static class TextForm
{
    /// <summary>The text of a JSON token, or of a JSON string unescaped; false where a string within is no Unicode text.</summary>
    internal static bool TryOf(ColumnType type, ReadOnlySpan<byte> value, ValueFormat format, out ReadOnlySpan<byte> text)
    {
        text = value;
        if (format == ValueFormat.JsonString)
        {
            text = type.BaseOid is TypeOids.Timestamp or TypeOids.TimestampTz ? TimestampText.OfJson(value) : value;
            return true;
        }

        switch (value[0])
        {
            case (byte)'t' or (byte)'f' when type.BaseOid == TypeOids.Bool:
                text = value[..1];
                return true;
            case (byte)'[' when type.Kind == 'a':
                return ArrayTextWriter.TryWrite(type, value, out text);
            case (byte)'[' when type.BaseOid is TypeOids.Int2Vector or TypeOids.OidVector:
                text = VectorOf(value);
                return true;
            case (byte)'{' when type.Fields is not null:
                return RecordTextWriter.TryWrite(type.Fields, value, out text);
            case (byte)'{' when ColumnTypes.IsExtensionType(type, "hstore"):
                return HstoreTextWriter.TryWrite(value, out text);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9') when type.BaseOid is TypeOids.Float4 or TypeOids.Float8:
                text = FloatText.Write(value, type.BaseOid == TypeOids.Float4);
                return true;
            default:
                return true;
        }
    }

    /// <summary>The text of a part of a value; a JSON null is not asked for.</summary>
    internal static bool TryOfPart(ColumnType type, ReadOnlySpan<byte> token, out ReadOnlySpan<byte> text)
    {
        text = default;
        return JsonToken.TryRead(type, token, out var bytes, out var format) && TryOf(type, bytes, format, out text);
    }

    /// <summary>Writes a part in quotes, quotes and backslashes behind <paramref name="escape"/>, or twice where that is 0.</summary>
    internal static void WriteQuoted(ArrayBufferWriter<byte> writer, ReadOnlySpan<byte> text, byte escape)
    {
        writer.Write("\""u8);
        foreach (var character in text)
        {
            if (character is (byte)'"' or (byte)'\\')
            {
                writer.Write([escape == 0 ? character : escape]);
            }

            writer.Write([character]);
        }

        writer.Write("\""u8);
    }

    /// <summary>A vector's numbers have spaces between.</summary>
    private static byte[] VectorOf(ReadOnlySpan<byte> array)
    {
        var writer = new ArrayBufferWriter<byte>();
        var reader = new Utf8JsonReader(array, JsonToken.Options);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.Number or JsonTokenType.String)
            {
                writer.Write(writer.WrittenCount == 0 ? default : " "u8);
                writer.Write(reader.ValueSpan);
            }
        }

        return writer.WrittenSpan.ToArray();
    }
}
