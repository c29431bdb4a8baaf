using System.Text.Json;

namespace PostgresWorker.Generated.Values;

/// <summary>A JSON value as <c>to_jsonb</c> writes those of a type.</summary>
internal static class JsonToken
{
    /// <summary>Space, and what stands between names, values and elements.</summary>
    private static ReadOnlySpan<byte> Between => " \t\r\n,:"u8;

    /// <summary>json may be nested as deep as its writer likes; nothing here reads it recursively.</summary>
    internal static JsonReaderOptions Options { get; } = new() { MaxDepth = int.MaxValue };

    /// <summary>What a token of well-formed JSON is as a value of <paramref name="type"/>; false where it is a string that is no Unicode text.</summary>
    internal static bool TryRead(ColumnType type, ReadOnlySpan<byte> token, out ReadOnlySpan<byte> bytes, out ValueFormat format)
    {
        bytes = token;
        format = ValueFormat.Json;
        if (token.IsEmpty)
        {
            format = ValueFormat.Null;
        }
        else if (token[0] == (byte)'n')
        {
            // Of json and jsonb the bytes are kept: the form does not tell their null from the database's.
            format = ValueFormat.Null;
            bytes = IsJson(type) ? token : default;
        }
        else if (token[0] == (byte)'"' && !IsJson(type))
        {
            format = ValueFormat.JsonString;
            return TryUnescape(token, out bytes);
        }

        return true;
    }

    /// <summary>Takes a value from the front of well-formed JSON, and the space before it.</summary>
    internal static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest)
    {
        var reader = new Utf8JsonReader(rest, Options);
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var token = rest[start..(int)reader.BytesConsumed];
        rest = rest[(int)reader.BytesConsumed..];
        return token;
    }

    /// <summary>Takes an element of an array, whose bracket is taken, with the comma before it. The JSON is known to be well-formed.</summary>
    internal static ReadOnlySpan<byte> TakeElement(scoped ref ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(Between);
        return Take(ref rest);
    }

    /// <summary>Takes a member of an object, whose brace is taken, with the comma before it; false at the end.</summary>
    internal static bool TryTakeMember(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        rest = rest.TrimStart(Between);
        if (rest is not [(byte)'"', ..])
        {
            return false;
        }

        name = Take(ref rest);
        rest = rest.TrimStart(Between);
        value = Take(ref rest);
        return true;
    }

    /// <summary>Counts the elements of an array; also how deep arrays begin in its first element.</summary>
    internal static int CountElements(ReadOnlySpan<byte> array, out int dimensions)
    {
        dimensions = array.IndexOfAnyExcept(" \t\r\n["u8);
        dimensions = array[..dimensions].Count((byte)'[');
        var reader = new Utf8JsonReader(array, Options);
        reader.Read();
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            reader.Skip();
        }

        return count;
    }

    internal static bool IsJson(ColumnType type) => type.BaseOid is TypeOids.Json or TypeOids.Jsonb;

    /// <summary>What a string's token says.</summary>
    internal static bool TryUnescape(ReadOnlySpan<byte> token, out ReadOnlySpan<byte> text)
    {
        text = token[1..^1];
        if (!text.Contains((byte)'\\'))
        {
            return true;
        }

        try
        {
            var reader = new Utf8JsonReader(token, Options);
            reader.Read();
            var bytes = new byte[text.Length];
            text = bytes.AsSpan(0, reader.CopyString(bytes));
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or no UTF-8.
            return false;
        }
    }
}
