using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PostgresWorker;

/// <summary>
/// A position in the server's write-ahead log, written as two hexadecimal numbers: <c>16/B374D848</c>.
/// See <see href="https://www.postgresql.org/docs/current/datatype-pg-lsn.html">pg_lsn</see>.
/// </summary>
/// <param name="Value">The position in bytes from the beginning of the log.</param>
public readonly record struct Lsn(ulong Value) : IComparable<Lsn>, ISpanParsable<Lsn>, ISpanFormattable
{
    /// <summary>The invalid position <c>0/0</c>, which no record has.</summary>
    public static Lsn None => default;

    /// <summary>Reads a position such as <c>16/B374D848</c>.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is not two hexadecimal numbers of at most 8 digits with a slash between.</exception>
    public static Lsn Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var lsn)
            ? lsn
            : throw new FormatException($"'{text}' is not an LSN: two hexadecimal numbers of at most 8 digits with a slash between, such as 16/B374D848.");

    /// <summary>Reads a position such as <c>16/B374D848</c>; false where <paramref name="text"/> is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Lsn lsn)
    {
        lsn = default;
        var slash = text.IndexOf('/');
        if (slash is < 1 or > 8 || text.Length - slash - 1 is < 1 or > 8)
        {
            return false;
        }

        if (!uint.TryParse(text[..slash], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var high) ||
            !uint.TryParse(text[(slash + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low))
        {
            return false;
        }

        lsn = new Lsn(((ulong)high << 32) | low);
        return true;
    }

    /// <inheritdoc />
    public int CompareTo(Lsn other) => Value.CompareTo(other.Value);

    /// <summary>The position as Postgres writes it, such as <c>16/B374D848</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(uint)(Value >> 32):X}/{(uint)Value:X}");

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(Lsn left, Lsn right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(Lsn left, Lsn right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> does not come after <paramref name="right"/>.</summary>
    public static bool operator <=(Lsn left, Lsn right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> does not come before <paramref name="right"/>.</summary>
    public static bool operator >=(Lsn left, Lsn right) => left.Value >= right.Value;

    static Lsn IParsable<Lsn>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Lsn>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Lsn result) => TryParse(s, out result);

    static Lsn ISpanParsable<Lsn>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool ISpanParsable<Lsn>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Lsn result) => TryParse(s, out result);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        destination.TryWrite(CultureInfo.InvariantCulture, $"{(uint)(Value >> 32):X}/{(uint)Value:X}", out charsWritten);
}
