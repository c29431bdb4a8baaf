using System.Text.Json;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated.Payloads;

/// <summary>
/// Writes the text form of arrays, <c>{{1,NULL},{2,3}}</c>, as JSON arrays within each other; where indexes begin is not said there. See
/// <see href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">array input and output syntax</see>.
/// </summary>
internal static class PayloadArray
{
    private const byte Begins = (byte)'{', Ends = (byte)'}', Quote = (byte)'"';

    /// <summary>Whether <paramref name="text"/> is an array that <see cref="Write"/> can write.</summary>
    public static bool TryWrite(Utf8JsonWriter json, ColumnType type, ReadOnlySpan<byte> text)
    {
        // [0:1]={...}
        var bounds = text is [(byte)'[', ..] ? text.IndexOf((byte)'=') : -1;
        var rest = text[(bounds + 1)..];
        if (rest is not [Begins, .., Ends])
        {
            return false;
        }

        Write(json, type, ref rest);
        return true;
    }

    /// <summary>The text form of int2vector and oidvector, <c>1 2</c>, whose numbers are numbers in the one and strings in the other.</summary>
    public static bool TryWriteVector(Utf8JsonWriter json, ColumnType type, ReadOnlySpan<byte> text)
    {
        json.WriteStartArray();
        foreach (var range in text.Split((byte)' '))
        {
            var number = text[range];
            if (number.IsEmpty)
            {
                // A vector without numbers.
            }
            else if (type.BaseOid == TypeOids.OidVector)
            {
                json.WriteStringValue(number);
            }
            else
            {
                json.WriteRawValue(number, skipInputValidation: true);
            }
        }

        json.WriteEndArray();
        return true;
    }

    private static void Write(Utf8JsonWriter json, ColumnType type, scoped ref ReadOnlySpan<byte> rest)
    {
        json.WriteStartArray();
        rest = rest[1..];
        while (rest[0] != Ends)
        {
            switch (rest[0])
            {
                case Begins:
                    Write(json, type, ref rest);
                    break;
                case Quote:
                    QuotedText.TryTake(ref rest, isDoubled: false, out var quoted);
                    PayloadValue.Write(json, type.Element!, quoted);
                    break;
                default:
                    WriteBare(json, type, ref rest);
                    break;
            }

            rest = rest[0] == (byte)type.Delimiter ? rest[1..] : rest;
        }

        rest = rest[1..];
        json.WriteEndArray();
    }

    private static void WriteBare(Utf8JsonWriter json, ColumnType type, scoped ref ReadOnlySpan<byte> rest)
    {
        var element = rest[..rest.IndexOfAny((byte)type.Delimiter, Ends)];
        rest = rest[element.Length..];
        if (element.SequenceEqual("NULL"u8))
        {
            json.WriteNullValue();
        }
        else
        {
            PayloadValue.Write(json, type.Element!, element);
        }
    }
}
