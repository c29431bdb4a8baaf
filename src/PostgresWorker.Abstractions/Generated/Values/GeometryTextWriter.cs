using System.Globalization;
using System.Text;

namespace PostgresWorker.Generated.Values;

/// <summary>Writes the text forms of geometric types, as <see cref="GeometryText"/> reads them.</summary>
internal static class GeometryTextWriter
{
    internal static string Write(uint type, double[] numbers, bool isOpen) => type switch
    {
        TypeOids.Line => $"{{{string.Join(',', numbers.Select(Number))}}}",
        TypeOids.LSeg => $"[{Points(numbers)}]",
        TypeOids.Path => isOpen ? $"[{Points(numbers)}]" : $"({Points(numbers)})",
        TypeOids.Polygon => $"({Points(numbers)})",
        TypeOids.Circle => $"<{Points(numbers[..2])},{Number(numbers[2])}>",
        _ => Points(numbers),
    };

    private static string Points(double[] numbers) => string.Join(',', numbers.Chunk(2).Select(static point => $"({Number(point[0])},{Number(point[1])})"));

    private static string Number(double number)
    {
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? Encoding.ASCII.GetString(FloatText.Write(Encoding.ASCII.GetBytes(shortest), isSingle: false)) : shortest;
    }
}
