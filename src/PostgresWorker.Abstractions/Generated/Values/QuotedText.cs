namespace PostgresWorker.Generated.Values;

/// <summary>
/// The quoted parts of the text forms of arrays, ranges, composites and hstore: a backslash before a character takes it as it is, and so does, but for arrays
/// and hstore, a quote before a quote.
/// </summary>
internal static class QuotedText
{
    private const byte Quote = (byte)'"', Backslash = (byte)'\\';

    /// <summary>Takes a quoted part, which <paramref name="rest"/> begins with, and unescapes it.</summary>
    internal static bool TryTake(scoped ref ReadOnlySpan<byte> rest, bool isDoubled, out ReadOnlySpan<byte> part)
    {
        if (!TrySkip(ref rest, isDoubled, out part, out var isEscaped))
        {
            return false;
        }

        part = isEscaped ? Unescape(part) : part;
        return true;
    }

    /// <summary>Takes a quoted part and leaves it as it is written between its quotes.</summary>
    internal static bool TrySkip(scoped ref ReadOnlySpan<byte> rest, bool isDoubled, out ReadOnlySpan<byte> part, out bool isEscaped)
    {
        part = default;
        isEscaped = false;
        if (rest is not [Quote, ..])
        {
            return false;
        }

        for (var i = 1; i < rest.Length; i++)
        {
            var step = rest[i..].IndexOfAny(Quote, Backslash);
            if (step < 0)
            {
                return false;
            }

            i += step;
            if (rest[i] == Quote && !(isDoubled && i + 1 < rest.Length && rest[i + 1] == Quote))
            {
                part = rest[1..i];
                rest = rest[(i + 1)..];
                return true;
            }

            isEscaped = true;
            i++;
        }

        return false;
    }

    /// <summary>Of two characters of which the first is a backslash or a quote, the second.</summary>
    private static byte[] Unescape(ReadOnlySpan<byte> part)
    {
        var bytes = new byte[part.Length];
        var length = 0;
        for (var i = 0; i < part.Length; i++)
        {
            i += part[i] is Quote or Backslash ? 1 : 0;
            bytes[length++] = part[i];
        }

        return bytes[..length];
    }
}
