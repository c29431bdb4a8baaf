using System.Globalization;

namespace PostgresWorker.Generated.Values;

/// <summary>
/// The text forms of geometric types: <c>(x,y)</c>, <c>{A,B,C}</c>, <c>[(x,y),(x,y)]</c>, <c>(x,y),(x,y)</c>, <c>((x,y),...)</c>, <c>&lt;(x,y),r&gt;</c>; an open
/// path has brackets. See <see href="https://www.postgresql.org/docs/current/datatype-geometric.html">geometric types</see>.
/// </summary>
internal static class GeometryText
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    internal static bool TryRead(ReadOnlySpan<byte> text, uint type, out double[] numbers)
    {
        // A number has no comma; each comma stands between two.
        numbers = new double[text.Count((byte)',') + 1];
        var count = 0;
        var read = type switch
        {
            TypeOids.Point => TryTakePoint(ref text, numbers, ref count),
            TypeOids.Line => TryTakeLine(ref text, numbers, ref count),
            TypeOids.LSeg => numbers.Length == 4 && TryTakeList(ref text, (byte)'[', (byte)']', numbers, ref count),
            TypeOids.Box => numbers.Length == 4 && TryTakePoints(ref text, numbers, ref count),
            TypeOids.Polygon => TryTakeList(ref text, (byte)'(', (byte)')', numbers, ref count),
            TypeOids.Path => TryTakeList(ref text, (byte)'(', (byte)')', numbers, ref count) || TryTakeList(ref text, (byte)'[', (byte)']', numbers, ref count),
            TypeOids.Circle => TryTake(ref text, (byte)'<') && TryTakePoint(ref text, numbers, ref count) && TryTake(ref text, (byte)',') &&
                TryTakeNumber(ref text, (byte)'>', numbers, ref count) && TryTake(ref text, (byte)'>'),
            _ => false,
        };
        return read && text.IsEmpty && count == numbers.Length;
    }

    private static bool TryTakeLine(ref ReadOnlySpan<byte> text, double[] numbers, ref int count) =>
        numbers.Length == 3 && TryTake(ref text, (byte)'{') &&
        TryTakeNumber(ref text, (byte)',', numbers, ref count) && TryTake(ref text, (byte)',') &&
        TryTakeNumber(ref text, (byte)',', numbers, ref count) && TryTake(ref text, (byte)',') &&
        TryTakeNumber(ref text, (byte)'}', numbers, ref count) && TryTake(ref text, (byte)'}');

    private static bool TryTakeList(ref ReadOnlySpan<byte> text, byte begin, byte end, double[] numbers, ref int count) =>
        TryTake(ref text, begin) && TryTakePoints(ref text, numbers, ref count) && TryTake(ref text, end);

    private static bool TryTakePoints(ref ReadOnlySpan<byte> text, double[] numbers, ref int count)
    {
        do
        {
            if (!TryTakePoint(ref text, numbers, ref count))
            {
                return false;
            }
        }
        while (TryTake(ref text, (byte)','));
        return true;
    }

    private static bool TryTakePoint(ref ReadOnlySpan<byte> text, double[] numbers, ref int count) =>
        TryTake(ref text, (byte)'(') && TryTakeNumber(ref text, (byte)',', numbers, ref count) &&
        TryTake(ref text, (byte)',') && TryTakeNumber(ref text, (byte)')', numbers, ref count) && TryTake(ref text, (byte)')');

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> text, byte end, double[] numbers, ref int count)
    {
        var length = text.IndexOf(end);
        if (length <= 0 || count == numbers.Length || !double.TryParse(text[..length], Style, CultureInfo.InvariantCulture, out numbers[count]))
        {
            return false;
        }

        text = text[length..];
        count++;
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, byte expected)
    {
        var matches = !text.IsEmpty && text[0] == expected;
        text = matches ? text[1..] : text;
        return matches;
    }
}
