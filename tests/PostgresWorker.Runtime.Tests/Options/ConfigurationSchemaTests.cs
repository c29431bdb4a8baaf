using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Options;

/// <summary>ConfigurationSchema.json, by which editors complete and check appsettings.json, has the options of the code.</summary>
public sealed class ConfigurationSchemaTests
{
    // As TimeSpan.Parse reads it: days before a point, and hours and minutes at least.
    private const string TimeSpanPattern = "^-?(\\d{1,7}\\.)?([01]?\\d|2[0-3]):[0-5]?\\d(:[0-5]?\\d(\\.\\d{1,7})?)?$";

    private static readonly string s_path = Path.Combine(Repository.Root, "src", "PostgresWorker.Runtime", "ConfigurationSchema.json");

    [Fact]
    public void The_schema_has_the_options_of_the_code()
    {
        var expected = Schema().ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
        if (Environment.GetEnvironmentVariable("POSTGRESWORKER_ACCEPT") == "1")
        {
            File.WriteAllText(s_path, expected, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }

        Assert.Equal(expected, File.ReadAllText(s_path));
    }

    [Fact]
    public void What_the_samples_configure_is_in_the_schema()
    {
        var known = Sources(JsonNode.Parse(File.ReadAllText(s_path))!)["additionalProperties"]!["properties"]!.AsObject();
        var used = Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "appsettings.json", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["PostgresWorker"]?["Sources"]?.AsObject().SelectMany(source => source.Value!.AsObject()) ?? [])
            .ToArray();
        Assert.NotEmpty(used);
        foreach (var (name, value) in used)
        {
            var schema = Assert.Contains(name, (IDictionary<string, JsonNode?>)known);
            Assert.Contains(value!.ToString(), schema!["enum"]!.AsArray().Select(member => member!.ToString()));
        }
    }

    private static JsonNode Sources(JsonNode schema) => schema["properties"]!["PostgresWorker"]!["properties"]!["Sources"]!;

    private static JsonObject Schema() => new()
    {
        ["$schema"] = "https://json-schema.org/draft-07/schema",
        ["definitions"] = new JsonObject
        {
            ["logLevel"] = new JsonObject { ["properties"] = new JsonObject { ["PostgresWorker"] = new JsonObject { ["$ref"] = "#/definitions/logLevelThreshold" } } },
        },
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["PostgresWorker"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["Sources"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["description"] = "The options of each source, by its name.",
                        ["additionalProperties"] = new JsonObject
                        {
                            ["type"] = "object",
                            ["properties"] = new JsonObject(Option.All.Where(option => !option.IsCallback).OrderBy(option => option.Name, StringComparer.Ordinal).Select(option => KeyValuePair.Create(option.Name, (JsonNode?)Of(option)))),
                            ["additionalProperties"] = false,
                        },
                    },
                },
            },
        },
    };

    private static JsonObject Of(Option option)
    {
        var schema = new JsonObject();
        if (option.Type.IsEnum)
        {
            schema["enum"] = new JsonArray([.. Enum.GetNames(option.Type).Select(name => JsonValue.Create(name))]);
        }
        else
        {
            var type = option.Type == typeof(bool) ? "boolean" : option.Type == typeof(int) || option.Type == typeof(long) ? "integer" : option.Type == typeof(double) ? "number" : "string";
            schema["type"] = option.IsNullable && option.Type == typeof(TimeSpan) ? new JsonArray(type, "null") : type;
        }

        if (option.Type == typeof(TimeSpan))
        {
            schema["pattern"] = TimeSpanPattern;
        }
        else if (option.Range is { } range)
        {
            schema["minimum"] = Number(range.Min);
            schema["maximum"] = Number(range.Max);
        }

        schema["description"] = $"{option.Summary} {option.Value}";
        if (option.Default is { } value)
        {
            schema["default"] = value is Enum or TimeSpan ? value.ToString() : value is bool isOn ? isOn : Number(value);
        }

        return schema;
    }

    private static JsonNode Number(object value) => value switch
    {
        int number => number,
        long number => number,
        double number => number,
        _ => throw new ArgumentException($"{value.GetType()} is no number.", nameof(value)),
    };
}
