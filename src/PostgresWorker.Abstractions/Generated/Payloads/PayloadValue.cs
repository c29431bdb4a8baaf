using System.Text.Json;

namespace PostgresWorker.Generated.Payloads;

/// <summary>Writes one value as <c>to_jsonb</c> has it, from its type's text form.</summary>
internal static class PayloadValue
{
    private const uint Bool = 16, Int8 = 20, Int2 = 21, Int4 = 23, Json = 114, Float4 = 700, Float8 = 701, Timestamp = 1114, TimestampTz = 1184, Numeric = 1700, Jsonb = 3802;

    public static void Write(Utf8JsonWriter json, ColumnType type, ReadOnlySpan<byte> text)
    {
        switch (type.BaseOid)
        {
            case Bool:
                json.WriteBooleanValue(text is [(byte)'t']);
                break;
            case Int2 or Int4 or Int8:
                json.WriteRawValue(text, skipInputValidation: true);
                break;
            case Numeric or Float4 or Float8:
                PayloadNumber.Write(json, text);
                break;
            case Json or Jsonb:
                json.WriteRawValue(text, skipInputValidation: true);
                break;
            case Timestamp or TimestampTz:
                PayloadTimestamp.Write(json, text);
                break;
            default:
                json.WriteStringValue(text);
                break;
        }
    }
}
