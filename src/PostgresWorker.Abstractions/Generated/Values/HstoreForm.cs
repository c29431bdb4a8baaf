using System.Text;

namespace PostgresWorker.Generated.Values;

/// <summary>
/// The forms of hstore. Binary: the count of pairs, then of each the length and bytes of key and value; the length -1 is NULL. Text: <c>"a"=>"1", "b"=>NULL</c>.
/// JSON: an object of strings. See <see href="https://www.postgresql.org/docs/current/hstore.html">hstore</see>.
/// </summary>
internal static class HstoreForm
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static bool TryReadBinary(ReadOnlySpan<byte> value, out Dictionary<string, string?> pairs)
    {
        pairs = [];
        if (!BinaryPart.TryTakeInt32(ref value, out var count) || count < 0)
        {
            return false;
        }

        for (; count > 0; count--)
        {
            if (!BinaryPart.TryTakeValue(ref value, out var key, out var keyFormat) || keyFormat == ValueFormat.Null ||
                !BinaryPart.TryTakeValue(ref value, out var text, out var format))
            {
                return false;
            }

            pairs[StrictUtf8.GetString(key)] = format == ValueFormat.Null ? null : StrictUtf8.GetString(text);
        }

        return value.IsEmpty;
    }

    internal static bool TryReadText(ReadOnlySpan<byte> value, out Dictionary<string, string?> pairs)
    {
        pairs = [];
        while (!value.IsEmpty)
        {
            if ((pairs.Count > 0 && !TryTake(ref value, ", "u8)) || !QuotedText.TryTake(ref value, isDoubled: false, out var key) || !TryTake(ref value, "=>"u8))
            {
                return false;
            }

            ReadOnlySpan<byte> text = default;
            var isNull = TryTake(ref value, "NULL"u8);
            if (!isNull && !QuotedText.TryTake(ref value, isDoubled: false, out text))
            {
                return false;
            }

            pairs[StrictUtf8.GetString(key)] = isNull ? null : StrictUtf8.GetString(text);
        }

        return true;
    }

    internal static bool TryReadJson(ReadOnlySpan<byte> value, out Dictionary<string, string?> pairs)
    {
        pairs = [];
        if (value is not [(byte)'{', ..])
        {
            return false;
        }

        var rest = value[1..];
        while (JsonToken.TryTakeMember(ref rest, out var name, out var token))
        {
            if (!JsonToken.TryUnescape(name, out var key))
            {
                return false;
            }

            ReadOnlySpan<byte> text = token;
            if (token[0] == (byte)'"' && !JsonToken.TryUnescape(token, out text))
            {
                return false;
            }

            pairs[StrictUtf8.GetString(key)] = token[0] == (byte)'n' ? null : StrictUtf8.GetString(text);
        }

        return true;
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> expected)
    {
        var matches = text.StartsWith(expected);
        text = matches ? text[expected.Length..] : text;
        return matches;
    }
}
