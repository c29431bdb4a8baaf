using System.Text.Json;

namespace PostgresWorker.Integration.Worker;

/// <summary>Compares JSON as values: objects without order, numbers digit for digit.</summary>
internal static class JsonEquality
{
    /// <summary>json is nested as deep as its writer likes.</summary>
    public static JsonDocumentOptions AnyDepth { get; } = new() { MaxDepth = 10_000 };

    /// <summary>
    /// Where what a C# type wrote differs from the whole first; null where it does not. A composite's type need not declare every field, and not every number's type keeps the zeros behind
    /// the point.
    /// </summary>
    public static string? DifferenceWithin(JsonElement whole, JsonElement written, string path = "$") => (whole.ValueKind, written.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => written.EnumerateObject()
            .Select(property => DifferenceWithin(whole.GetProperty(property.Name), property.Value, $"{path}.{property.Name}"))
            .FirstOrDefault(difference => difference is not null),
        (JsonValueKind.Array, JsonValueKind.Array) when whole.GetArrayLength() == written.GetArrayLength() => whole.EnumerateArray().Zip(written.EnumerateArray())
            .Select((pair, i) => DifferenceWithin(pair.First, pair.Second, $"{path}[{i}]"))
            .FirstOrDefault(difference => difference is not null),
        _ => JsonElement.DeepEquals(whole, written) ? null : Say(whole, written, path),
    };

    /// <summary>Where the two differ first; null where they are equal.</summary>
    public static string? Difference(JsonElement expected, JsonElement actual, string path = "$")
    {
        if (expected.ValueKind != actual.ValueKind)
        {
            return Say(expected, actual, path);
        }

        return expected.ValueKind switch
        {
            JsonValueKind.Object => Properties(expected, actual, path),
            JsonValueKind.Array => Items(expected, actual, path),
            JsonValueKind.String => expected.GetString() == actual.GetString() ? null : Say(expected, actual, path),
            _ => expected.GetRawText() == actual.GetRawText() ? null : Say(expected, actual, path),
        };
    }

    private static string? Properties(JsonElement expected, JsonElement actual, string path)
    {
        var (left, right) = (Names(expected), Names(actual));
        return left.SequenceEqual(right)
            ? left.Select(name => Difference(expected.GetProperty(name), actual.GetProperty(name), $"{path}.{name}")).FirstOrDefault(difference => difference is not null)
            : $"{path} has {string.Join(", ", right)} and not {string.Join(", ", left)}";
    }

    private static string? Items(JsonElement expected, JsonElement actual, string path) => expected.GetArrayLength() != actual.GetArrayLength()
        ? Say(expected, actual, path)
        : expected.EnumerateArray().Zip(actual.EnumerateArray()).Select((pair, i) => Difference(pair.First, pair.Second, $"{path}[{i}]")).FirstOrDefault(difference => difference is not null);

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal)];

    private static string Say(JsonElement expected, JsonElement actual, string path) => $"{path} is {Short(actual)} and not {Short(expected)}";

    private static string Short(JsonElement element) => element.GetRawText() is { Length: > 200 } text ? $"{text[..200]}..." : element.GetRawText();
}
