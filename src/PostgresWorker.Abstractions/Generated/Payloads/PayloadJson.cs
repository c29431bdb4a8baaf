using System.Text;
using System.Text.Json;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated.Payloads;

/// <summary>
/// Writes a value that is JSON already, as <c>row_to_json</c> writes it, as <c>to_jsonb</c> has it: the numbers of real and double precision without exponents and without a negative zero. What json has is
/// its writer's.
/// </summary>
internal static class PayloadJson
{
    public static void Write(Utf8JsonWriter json, ColumnType type, ReadOnlySpan<byte> token)
    {
        switch (type)
        {
            case { BaseOid: TypeOids.Float4 or TypeOids.Float8 } when token[0] is not ((byte)'"' or (byte)'n'):
                PayloadNumber.Write(json, token);
                break;
            case { Kind: 'a', Element: not null } when token[0] == (byte)'[' && MayDiffer(token):
                WriteElements(json, type, token);
                break;
            case { Kind: 'c', Fields: not null } when token[0] == (byte)'{' && MayDiffer(token):
                WriteMembers(json, type.Fields, token);
                break;
            default:
                json.WriteRawValue(token, skipInputValidation: true);
                break;
        }
    }

    private static bool MayDiffer(ReadOnlySpan<byte> token) => token.IndexOfAny((byte)'e', (byte)'E') >= 0 || token.IndexOf("-0"u8) >= 0;

    private static void WriteElements(Utf8JsonWriter json, ColumnType type, ReadOnlySpan<byte> array)
    {
        var count = JsonToken.CountElements(array, out _);
        var rest = array[1..];
        json.WriteStartArray();
        for (var i = 0; i < count; i++)
        {
            // Of several dimensions, arrays are within arrays.
            var element = JsonToken.TakeElement(ref rest);
            Write(json, element[0] == (byte)'[' ? type : type.Element!, element);
        }

        json.WriteEndArray();
    }

    private static void WriteMembers(Utf8JsonWriter json, TableLayout fields, ReadOnlySpan<byte> composite)
    {
        var rest = composite[1..];
        json.WriteStartObject();
        while (JsonToken.TryTakeMember(ref rest, out var token, out var value))
        {
            JsonToken.TryUnescape(token, out var name);
            json.WritePropertyName(name);
            if (TypeOf(fields, Encoding.UTF8.GetString(name)) is { } type)
            {
                Write(json, type, value);
            }
            else
            {
                json.WriteRawValue(value, skipInputValidation: true);
            }
        }

        json.WriteEndObject();
    }

    private static ColumnType? TypeOf(TableLayout fields, string name)
    {
        foreach (var field in fields.Columns)
        {
            if (field.Name == name)
            {
                return field.Type;
            }
        }

        return null;
    }
}
