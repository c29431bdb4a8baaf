using System.Text.Json;

namespace PostgresWorker.Generated.Payloads;

/// <summary>
/// From DateStyle <c>ISO</c> to ISO 8601 as <c>to_jsonb</c> writes it: <c>2026-11-22 13:45:06.7+00</c> is
/// <c>2026-11-22T13:45:06.7+00:00</c>. BC and infinity stay as they are.
/// </summary>
internal static class PayloadTimestamp
{
    private const int MaxLength = 64;

    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        var space = text.IndexOf((byte)' ');
        if (space < 0 || text.Length > MaxLength)
        {
            json.WriteStringValue(text);
            return;
        }

        Span<byte> iso = stackalloc byte[MaxLength + 3];
        text.CopyTo(iso);
        iso[space] = (byte)'T';
        var length = text.Length;
        var offset = text[space..].IndexOfAny((byte)'+', (byte)'-') + space;
        var end = offset + 3;
        if (offset > space && (text.Length == end || text[end] == (byte)' '))
        {
            // The offset is of hours only, which ISO 8601 in JSON is not: minutes go before what may follow (BC).
            ":00"u8.CopyTo(iso[end..]);
            text[end..].CopyTo(iso[(end + 3)..]);
            length += 3;
        }

        json.WriteStringValue(iso[..length]);
    }
}
