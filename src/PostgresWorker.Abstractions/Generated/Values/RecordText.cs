namespace PostgresWorker.Generated.Values;

/// <summary>
/// The text form of composites, <c>(1,"a ""b""",)</c>: nothing between two commas is NULL, a pair of quotes is the empty text.
/// See <see href="https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-IO-SYNTAX">composite type input and output syntax</see>.
/// </summary>
internal static class RecordText
{
    private const byte Comma = (byte)',', End = (byte)')';

    /// <summary>Counts the fields of what stands between the parentheses.</summary>
    internal static bool TryCount(ReadOnlySpan<byte> fields, out int count)
    {
        for (count = 1; ; count++)
        {
            if (fields is [(byte)'"', ..] && !QuotedText.TrySkip(ref fields, isDoubled: true, out _, out _))
            {
                return false;
            }

            var end = fields.IndexOf(Comma);
            if (end < 0)
            {
                return true;
            }

            fields = fields[(end + 1)..];
        }
    }

    /// <summary>Takes a field with the comma, or the parenthesis, after it.</summary>
    internal static bool TryTake(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> field, out ValueFormat format)
    {
        format = ValueFormat.Text;
        if (rest is [(byte)'"', ..])
        {
            if (!QuotedText.TryTake(ref rest, isDoubled: true, out field))
            {
                return false;
            }
        }
        else
        {
            var end = rest.IndexOfAny(Comma, End);
            field = end < 0 ? default : rest[..end];
            rest = end < 0 ? default : rest[end..];
            format = field.IsEmpty ? ValueFormat.Null : ValueFormat.Text;
        }

        // The parenthesis is the last byte of the value, the comma never is.
        var isWhole = rest is [Comma, _, ..] or [End];
        rest = isWhole ? rest[1..] : rest;
        return isWhole;
    }
}
