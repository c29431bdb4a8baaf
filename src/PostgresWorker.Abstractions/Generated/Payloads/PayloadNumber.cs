using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace PostgresWorker.Generated.Payloads;

/// <summary>Writes numeric, real and double precision digit for digit; what is no number, and so none in JSON, as a string.</summary>
internal static class PayloadNumber
{
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
        {
            // NaN, Infinity and -Infinity.
            json.WriteStringValue(text);
            return;
        }

        var exponent = text.IndexOf((byte)'e');
        if (exponent >= 0 && Utf8Parser.TryParse(text[(exponent + 1)..], out int power, out _))
        {
            WriteScaled(json, text[..exponent], power);
        }
        else
        {
            // There is no negative zero in numeric, through which to_jsonb makes all numbers.
            json.WriteRawValue(text.SequenceEqual("-0"u8) ? "0"u8 : text, skipInputValidation: true);
        }
    }

    /// <summary>A real's <c>1.5e-07</c> is <c>0.00000015</c> in jsonb, whose numbers have no exponents.</summary>
    private static void WriteScaled(Utf8JsonWriter json, ReadOnlySpan<byte> mantissa, int power)
    {
        var isNegative = mantissa[0] == (byte)'-';
        mantissa = isNegative ? mantissa[1..] : mantissa;
        var point = mantissa.IndexOf((byte)'.');
        var whole = (point < 0 ? mantissa.Length : point) + power;
        Span<byte> digits = stackalloc byte[mantissa.Length];
        var count = 0;
        foreach (var digit in mantissa)
        {
            if (digit != (byte)'.')
            {
                digits[count++] = digit;
            }
        }

        var number = new ArrayBufferWriter<byte>(Math.Abs(whole) + count + 3);
        number.Write(isNegative ? "-"u8 : default);
        WriteDigits(number, digits[..Math.Clamp(whole, 0, count)], zerosBehind: Math.Max(0, whole - count));
        if (whole < count)
        {
            number.Write(whole <= 0 ? "0."u8 : "."u8);
            Repeat(number, -whole);
            number.Write(digits[Math.Clamp(whole, 0, count)..count]);
        }

        json.WriteRawValue(number.WrittenSpan, skipInputValidation: true);
    }

    private static void WriteDigits(ArrayBufferWriter<byte> number, ReadOnlySpan<byte> digits, int zerosBehind)
    {
        number.Write(digits);
        Repeat(number, zerosBehind);
    }

    private static void Repeat(ArrayBufferWriter<byte> number, int zeros)
    {
        if (zeros > 0)
        {
            number.GetSpan(zeros)[..zeros].Fill((byte)'0');
            number.Advance(zeros);
        }
    }
}
