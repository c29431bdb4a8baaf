using System.Text.Json;

namespace PostgresWorker.Generated.Values;

/// <summary>Where JSON does not fit its type.</summary>
internal static class JsonPlace
{
    /// <summary>The place in parentheses, or nothing where it is not known: the serializer's own message quotes the content, and its path may be the key of a dictionary.</summary>
    public static string Of(JsonException error) => error.LineNumber is { } line ? $" (at line {line + 1}, byte {error.BytePositionInLine + 1})" : "";
}
