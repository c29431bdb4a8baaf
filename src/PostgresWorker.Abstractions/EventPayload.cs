using System.Text.Json;
using System.Text.Json.Serialization;

namespace PostgresWorker;

/// <summary>
/// A change as untyped JSON, with fixed field names: what an untyped listener gets, and what goes over the wire to other programs.
/// </summary>
public sealed record EventPayload
{
    /// <summary>32 hexadecimal digits, the same at every redelivery: the MD5 of <see cref="ChangeContext.Id"/>.</summary>
    [JsonPropertyName("event_id")]
    public required string EventId { get; init; }

    /// <summary>The table's name, without its schema.</summary>
    [JsonPropertyName("table")]
    public required string Table { get; init; }

    /// <summary><c>INSERT</c>, <c>UPDATE</c>, <c>DELETE</c> or <c>TRUNCATE</c>.</summary>
    [JsonPropertyName("action")]
    public required string Action { get; init; }

    /// <summary>The rows and their keys.</summary>
    [JsonPropertyName("data")]
    public required EventPayloadData Data { get; init; }

    // Where a field is missing, the serializer's generated code sets init-only properties to null, whatever their initializers say.

    /// <summary>The source's name.</summary>
    [JsonPropertyName("source")]
    public string Source { get; init => field = value ?? PostgresListenerAttribute.DefaultSource; } = PostgresListenerAttribute.DefaultSource;

    /// <summary>The table's schema.</summary>
    [JsonPropertyName("schema")]
    public string Schema { get; init => field = value ?? "public"; } = "public";

    /// <summary>When the transaction was committed, by the server's clock.</summary>
    [JsonPropertyName("commit_time")]
    public DateTimeOffset CommitTime { get; init; }

    /// <summary>Rows hold JSON of their own, which Postgres nests as deep as its stack allows; .NET's default is 64.</summary>
    internal const int MaxDepth = 100_000;

    /// <summary>The row's key as text: the new one, else the old one, else an empty string.</summary>
    public string GetId() => Data.NewId.Length > 0 ? Data.NewId : Data.OldId;

    /// <summary>Reads a payload.</summary>
    /// <exception cref="JsonException"><paramref name="utf8Json"/> is not JSON of this shape.</exception>
    public static EventPayload Parse(ReadOnlySpan<byte> utf8Json) =>
        JsonSerializer.Deserialize(utf8Json, EventPayloadJson.Default.EventPayload)
        ?? throw new JsonException("The payload is null; it must be an object with event_id, table, action and data.");

    /// <summary>Reads a payload.</summary>
    /// <exception cref="JsonException"><paramref name="json"/> is not JSON of this shape.</exception>
    public static EventPayload Parse(string json) =>
        JsonSerializer.Deserialize(json, EventPayloadJson.Default.EventPayload)
        ?? throw new JsonException("The payload is null; it must be an object with event_id, table, action and data.");

    /// <summary>The payload as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EventPayloadJson.Default.EventPayload);
}

/// <summary>The rows of an <see cref="EventPayload"/> and their keys.</summary>
public sealed record EventPayloadData
{
    /// <summary>Whether the writer left the rows out for their size. Read only: payloads are written whole, whatever their size.</summary>
    [JsonPropertyName("is_too_long_payload")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsTooLongPayload { get; init; }

    /// <summary>The old row's primary key as text; empty where there is no old row or no single-column key.</summary>
    [JsonPropertyName("old_id")]
    public string OldId { get; init => field = value ?? ""; } = "";

    /// <summary>The new row's primary key as text; empty where there is no new row or no single-column key.</summary>
    [JsonPropertyName("new_id")]
    public string NewId { get; init => field = value ?? ""; } = "";

    /// <summary>The row before the change; null where there is none.</summary>
    [JsonPropertyName("old")]
    public JsonElement? Old { get; init; }

    /// <summary>The row after the change; null where there is none.</summary>
    [JsonPropertyName("new")]
    public JsonElement? New { get; init; }
}

[JsonSerializable(typeof(EventPayload))]
[JsonSourceGenerationOptions(MaxDepth = PostgresWorker.EventPayload.MaxDepth)]
internal sealed partial class EventPayloadJson : JsonSerializerContext;
