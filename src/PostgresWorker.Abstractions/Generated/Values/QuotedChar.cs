namespace PostgresWorker.Generated.Values;

/// <summary>
/// The type <c>"char"</c>: one byte. Its text is the byte, nothing for 0, and beyond ASCII a backslash and three octal digits (Postgres 15 and earlier write the
/// byte itself). See <see href="https://www.postgresql.org/docs/current/datatype-character.html#DATATYPE-CHARACTER-SPECIAL-TABLE">special character types</see>.
/// </summary>
internal static class QuotedChar
{
    internal static bool TryRead(ReadOnlySpan<byte> text, out byte character)
    {
        character = text.IsEmpty ? (byte)0 : text[0];
        if (text.Length <= 1)
        {
            return true;
        }

        var number = 0;
        foreach (var digit in text[1..])
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            number = (number * 8) + (digit - '0');
        }

        character = (byte)number;
        return text.Length == 4 && text[0] == (byte)'\\' && number <= byte.MaxValue;
    }

    /// <summary>The text as Postgres 16 and later write it.</summary>
    internal static byte[] ToText(byte character) => character switch
    {
        0 => [],
        < 0x80 => [character],
        _ => [(byte)'\\', (byte)('0' + (character >> 6)), (byte)('0' + ((character >> 3) & 7)), (byte)('0' + (character & 7))],
    };
}
