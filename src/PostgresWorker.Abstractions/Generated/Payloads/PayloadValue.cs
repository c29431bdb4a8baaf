using System.Text.Json;

namespace PostgresWorker.Generated.Payloads;

/// <summary>Writes one value as <c>to_jsonb</c> has it, from its type's text form.</summary>
internal static class PayloadValue
{
    public static void Write(Utf8JsonWriter json, ColumnType type, ReadOnlySpan<byte> text)
    {
        switch (type.BaseOid)
        {
            case TypeOids.Bool:
                json.WriteBooleanValue(text is [(byte)'t']);
                break;
            case TypeOids.Int2 or TypeOids.Int4 or TypeOids.Int8 or TypeOids.Json or TypeOids.Jsonb:
                json.WriteRawValue(text, skipInputValidation: true);
                break;
            case TypeOids.Numeric or TypeOids.Float4 or TypeOids.Float8:
                PayloadNumber.Write(json, text);
                break;
            case TypeOids.Timestamp or TypeOids.TimestampTz:
                PayloadTimestamp.Write(json, text);
                break;
            case var _ when !TryWriteParts(json, type, text):
                json.WriteStringValue(text);
                break;
        }
    }

    /// <summary>Writes what is made of other values; false where it is not, or not by the type that is known here.</summary>
    private static bool TryWriteParts(Utf8JsonWriter json, ColumnType type, ReadOnlySpan<byte> text) => type switch
    {
        { Kind: 'a', Element: not null } => PayloadArray.TryWrite(json, type, text),
        { Kind: 'c', Fields: not null } => PayloadRecord.TryWrite(json, type, text),
        _ when ColumnTypes.IsExtensionType(type, "hstore") => PayloadHstore.TryWrite(json, text),
        _ when type.BaseOid is TypeOids.Int2Vector or TypeOids.OidVector => PayloadArray.TryWriteVector(json, type, text),
        _ => false,
    };
}
