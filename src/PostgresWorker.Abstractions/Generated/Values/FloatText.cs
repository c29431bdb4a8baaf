using System.Globalization;
using System.Text;

namespace PostgresWorker.Generated.Values;

/// <summary>Writes a floating number of JSON as <c>float8out</c> writes it: <c>to_jsonb</c> makes it a numeric, without an exponent.</summary>
internal static class FloatText
{
    /// <summary>Decimal exponents from -4 to these are written without an exponent: <c>to_chars</c> of d2s.c and f2s.c.</summary>
    private const int MaxOfDouble = 14, MaxOfSingle = 5;

    internal static ReadOnlySpan<byte> Write(ReadOnlySpan<byte> text, bool isSingle)
    {
        // Both write the fewest digits that are read back as the number; only where the point stands differs.
        var shortest = isSingle
            ? float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var single) ? single.ToString("R", CultureInfo.InvariantCulture) : ""
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";
        if (shortest.Length == 0)
        {
            return text;
        }

        var sign = shortest[0] == '-' ? "-" : "";
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var mantissa = mark < 0 ? shortest[sign.Length..] : shortest[sign.Length..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa : mantissa[..point];
        var all = whole + (point < 0 ? "" : mantissa[(point + 1)..]);
        var digits = all.TrimStart('0');
        var exponent = whole.Length - 1 - (all.Length - digits.Length) + (mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), CultureInfo.InvariantCulture));
        digits = digits.TrimEnd('0');
        return Encoding.ASCII.GetBytes(sign + Place(digits, exponent, isSingle ? MaxOfSingle : MaxOfDouble));
    }

    private static string Place(string digits, int exponent, int max)
    {
        if (digits.Length == 0)
        {
            return "0";
        }

        if (exponent < -4 || exponent > max)
        {
            var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
            var power = Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
            return $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{power}";
        }

        if (exponent < 0)
        {
            return $"0.{new string('0', -exponent - 1)}{digits}";
        }

        return digits.Length <= exponent + 1 ? digits.PadRight(exponent + 1, '0') : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}
