using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using NpgsqlTypes;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>A value as a text in which nothing is lost, so that values of generated types can be compared with those that were written.</summary>
internal static class Rendered
{
    public const string Unchanged = "unchanged";

    // To the runtime an array of an enum over byte is a byte[], too.
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => JsonSerializer.Serialize(text),
        char character => $"'{(int)character}'",
        byte[] bytes when bytes.GetType() == typeof(byte[]) => $"x{Convert.ToHexString(bytes)}",
        ReadOnlyMemory<byte> bytes => $"x{Convert.ToHexString(bytes.Span)}",
        double or float => $"{((IFormattable)value).ToString("R", CultureInfo.InvariantCulture)} {value.GetType().Name}",
        DateTime time => $"{time:O} {time.Kind}",
        DateTimeOffset time => $"{time:O}",
        TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
        Enum member => member.ToString(),
        BitArray bits => string.Concat(bits.Cast<bool>().Select(static bit => bit ? '1' : '0')),
        JsonElement json => json.GetRawText(),
        JsonDocument json => json.RootElement.GetRawText(),
        NpgsqlInterval interval => $"{interval.Months} {interval.Days} {interval.Time}",
        NpgsqlPoint point => Point(point.X, point.Y),
        NpgsqlPath path => $"{(path.Open ? "open" : "closed")} {string.Join(' ', path.Select(static point => Point(point.X, point.Y)))}",
        IEnumerable<KeyValuePair<string, string?>> map => Map(map),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Of))}]",
        IFormattable number => $"{number.ToString(null, CultureInfo.InvariantCulture)} {value.GetType().Name}",
        _ => Structure(value),
    };

    public static string Map(IEnumerable<KeyValuePair<string, string?>> map) =>
        $"{{{string.Join(", ", map.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={Of(pair.Value)}"))}}}";

    /// <summary>A row or a composite: its properties by name.</summary>
    public static string Fields(IEnumerable<(string Name, string Rendered)> fields) =>
        $"({string.Join(", ", fields.OrderBy(static field => field.Name, StringComparer.Ordinal).Select(static field => $"{field.Name}={field.Rendered}"))})";

    public static string Range(bool isEmpty, string lower, bool lowerIsInclusive, bool lowerIsInfinite, string upper, bool upperIsInclusive, bool upperIsInfinite) =>
        isEmpty
            ? "empty"
            : $"{(lowerIsInclusive ? '[' : '(')}{(lowerIsInfinite ? "" : lower)}..{(upperIsInfinite ? "" : upper)}{(upperIsInclusive ? ']' : ')')}";

    private static string Point(double x, double y) => $"({Of(x)},{Of(y)})";

    private static string Structure(object value)
    {
        var type = value.GetType();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(NpgsqlRange<>))
        {
            bool Is(string name) => (bool)Get(value, name)!;
            return Range(
                Is("IsEmpty"), Of(Get(value, "LowerBound")), Is("LowerBoundIsInclusive"), Is("LowerBoundInfinite"),
                Of(Get(value, "UpperBound")), Is("UpperBoundIsInclusive"), Is("UpperBoundInfinite"));
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition().Name == "Unchanged`1")
        {
            return (bool)Get(value, "IsUnchanged")! ? Unchanged : Of(Get(value, "Value"));
        }

        // Those of the random rows; other classes speak for themselves.
        return type.Namespace == RowSource.Namespace
            ? Fields(type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(property => (property.Name, Of(property.GetValue(value)))))
            : value.ToString()!;
    }

    private static object? Get(object value, string property) => value.GetType().GetProperty(property)!.GetValue(value);
}
