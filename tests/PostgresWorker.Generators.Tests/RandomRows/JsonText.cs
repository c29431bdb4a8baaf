using System.Text.Encodings.Web;
using System.Text.Json;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>Strings of JSON, escaped as little as the server does.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string text) => JsonSerializer.Serialize(text, Relaxed);

    public static string Object(IEnumerable<(string Name, string Json)> fields) =>
        $"{{{string.Join(", ", fields.Select(static field => $"{Of(field.Name)}: {field.Json}"))}}}";
}
