namespace PostgresWorker.Generated.Values;

/// <summary>
/// The text form of arrays: <c>{1,2}</c>, <c>{"a b",NULL,"NULL"}</c>, before it the bounds if an index does not begin at 1: <c>[0:2]={1,2,3}</c>.
/// See <see href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">array input and output syntax</see>.
/// </summary>
internal static class ArrayText
{
    private const byte Begins = (byte)'{', Ends = (byte)'}';

    /// <summary>Takes what is before the first element; the count of elements, or -1 where the text is not well-formed.</summary>
    internal static int Begin(scoped ref ReadOnlySpan<byte> rest, byte delimiter, out int dimensions)
    {
        dimensions = 0;
        if (rest is [(byte)'[', ..])
        {
            var equals = rest.IndexOf((byte)'=');
            rest = equals < 0 ? default : rest[(equals + 1)..];
        }

        if (rest is not [Begins, .., Ends])
        {
            return -1;
        }

        dimensions = rest.IndexOfAnyExcept(Begins);
        if (dimensions > 1)
        {
            return 0;
        }

        rest = rest[1..];
        if (rest.Length == 1)
        {
            rest = default;
            return 0;
        }

        var ahead = rest;
        var count = 0;
        while (!ahead.IsEmpty)
        {
            if (!TrySkip(ref ahead, delimiter))
            {
                return -1;
            }

            count++;
        }

        return count;
    }

    /// <summary>Takes an element with the delimiter, or the brace, after it.</summary>
    internal static bool TryTake(scoped ref ReadOnlySpan<byte> rest, byte delimiter, out ReadOnlySpan<byte> element, out ValueFormat format)
    {
        format = ValueFormat.Text;
        if (rest is [(byte)'"', ..])
        {
            return QuotedText.TryTake(ref rest, isDoubled: false, out element) && TryTakeEnd(ref rest, delimiter);
        }

        var read = TryTakeBare(ref rest, delimiter, out element) && TryTakeEnd(ref rest, delimiter);
        format = element.SequenceEqual("NULL"u8) ? ValueFormat.Null : ValueFormat.Text;
        return read;
    }

    private static bool TrySkip(scoped ref ReadOnlySpan<byte> rest, byte delimiter) =>
        (rest is [(byte)'"', ..] ? QuotedText.TrySkip(ref rest, isDoubled: false, out _, out _) : TryTakeBare(ref rest, delimiter, out _)) &&
        TryTakeEnd(ref rest, delimiter);

    private static bool TryTakeBare(scoped ref ReadOnlySpan<byte> rest, byte delimiter, out ReadOnlySpan<byte> element)
    {
        var end = rest.IndexOfAny(delimiter, Ends);
        element = end <= 0 ? default : rest[..end];
        rest = end <= 0 ? rest : rest[end..];
        return end > 0 && !element.ContainsAny("\"\\{"u8);
    }

    /// <summary>The brace is the last byte of the value, the delimiter never is.</summary>
    private static bool TryTakeEnd(scoped ref ReadOnlySpan<byte> rest, byte delimiter)
    {
        var isWhole = rest is [Ends] || (rest.Length > 1 && rest[0] == delimiter);
        rest = isWhole ? rest[1..] : rest;
        return isWhole;
    }
}
