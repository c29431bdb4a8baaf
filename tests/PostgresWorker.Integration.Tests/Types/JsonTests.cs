using System.Text.Json;
using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class JsonTests(TypeRows<JsonTests> rows) : TypeTests<JsonTests>(rows), ITypeFamily
{
    private const string Large = "jsonb_build_object('theme', repeat('\U0001F600', 262144), 'size', 1)";

    static IEnumerable<TypeCase> ITypeFamily.Cases => [.. ValuesOf("json"), .. ValuesOf("jsonb"), .. Kept, .. Refusals];

    private static IEnumerable<TypeCase> ValuesOf(string type) =>
    [
        Reads(type, "'{\"a\": [1, null, \"\\u20ac \\\"\"], \"b\": {}}'", Element("{\"a\":[1,null,\"\u20AC \\\"\"],\"b\":{}}")),
        Reads(type, "'null'", Element("null")),
        Reads<JsonElement?>(type, "NULL", null),

        // A row that is JSON does not tell one null from the other.
        .. InWal(
            Reads<JsonElement?>(type, "'null'", Element("null")),
            Reads<JsonDocument?>(type, "'null'", JsonDocument.Parse("null")),
            Fails<JsonElement>(type, "NULL", "the value is NULL"),
            NeedsValue<JsonDocument>(type),
            NeedsValue<Settings>(type)),
        .. InJson(
            Reads<JsonElement?>(type, "'null'", null),
            Reads<JsonDocument?>(type, "'null'", null),
            Reads(type, "NULL", Element("null")),
            FailsRequired<Settings>(type, "NULL", "the null of JSON")),

        Reads(type, "'\"\"'", Element("\"\"")),
        Reads(type, "'\"text\"'", Element("\"text\"")),
        Reads(type, "'true'", Element("true")),
        Reads(type, "'[]'", Element("[]")),

        // No digit is lost: it never was a double.
        Reads(type, "'-12345678901234567890.12345678901234567890'", Element("-12345678901234567890.12345678901234567890")),
        Reads<JsonDocument?>(type, "'{\"a\": [1, null, \"\\u20ac \\\"\"], \"b\": {}}'", JsonDocument.Parse("{\"a\":[1,null,\"\u20AC \\\"\"],\"b\":{}}")),
        Reads<JsonDocument?>(type, "NULL", null),

        Reads<Settings?>(type, "'{\"theme\": \"dark\", \"size\": 3}'", new("dark", 3)),
        Reads<Settings?>(type, "'{\"theme\": null, \"size\": -2147483648}'", new(null, int.MinValue)),
        ReadsPart<Settings?>(type, "'{}'", new(null, 0), "{\"theme\": null, \"size\": 0}"),
        Reads<Settings?>(type, "'null'", null),
        Reads<Settings?>(type, "NULL", null),
        Reads<Settings?>(type, Large, new(string.Concat(Enumerable.Repeat("\U0001F600", 262_144)), 1)),
        FailsRequired<Settings>(type, "'null'", "the null of JSON"),
        Fails<Settings?>(type, "'{\"size\": \"large\"}'", "JSON"),
        Fails<Settings?>(type, "'[1]'", "JSON"),
    ];

    // What json keeps as it was written, and jsonb does not.
    private static IEnumerable<TypeCase> Kept =>
        Texts("json", "' {\"b\":1,  \"a\":1, \"a\":2} '").Concat(Texts("jsonb", "' {\"b\":1,  \"a\":1, \"a\":2} '", "'1e5'", "'1.50'"));

    private static IEnumerable<TypeCase> Refusals =>
    [
        Refused<Settings?>("text", "declare it as string"),
        Refused<JsonElement>("text", "declare it as string"),
        Refused<int>("jsonb", "declare it as JsonElement"),
    ];

    private static JsonElement Element(string json) => JsonElement.Parse(json);
}
