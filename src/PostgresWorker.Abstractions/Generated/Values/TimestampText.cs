namespace PostgresWorker.Generated.Values;

/// <summary>Writes a timestamp of JSON, <c>2026-11-22T13:45:06+00:00</c>, as DateStyle ISO writes it: with a space, and an offset of whole hours without minutes.</summary>
internal static class TimestampText
{
    internal static byte[] OfJson(ReadOnlySpan<byte> text)
    {
        var separator = text.IndexOf((byte)'T');
        byte[] written = [.. text];
        if (separator < 0)
        {
            return written;
        }

        written[separator] = (byte)' ';
        var sign = text[separator..].IndexOfAny((byte)'+', (byte)'-');
        if (sign < 0)
        {
            return written;
        }

        // +05:00, and after it nothing, or BC.
        var hours = Math.Min(separator + sign + 3, text.Length);
        var hasNoMinutes = text[hours..] is [(byte)':', (byte)'0', (byte)'0'] or [(byte)':', (byte)'0', (byte)'0', (byte)' ', ..];
        return hasNoMinutes ? [.. written.AsSpan(0, hours), .. written.AsSpan(hours + 3)] : written;
    }
}
