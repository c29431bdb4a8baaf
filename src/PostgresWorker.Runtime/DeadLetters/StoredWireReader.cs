using System.Text.Json;
using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.DeadLetters;

/// <summary>Reads what <see cref="StoredWireWriter"/> wrote. What it does not know it passes over.</summary>
internal static class StoredWireReader
{
    // Composites may have composites as fields.
    private const int MaxDepth = 1000;

    /// <exception cref="JsonException">It is no such JSON.</exception>
    public static StoredWire Read(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        try
        {
            return Wire(document.RootElement);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    private static StoredWire Wire(JsonElement json) => new()
    {
        Version = json.TryGetProperty("version", out var version) ? version.GetInt32() : StoredWire.CurrentVersion,
        Kind = Value<RawChangeKind>(json, "kind"),
        RowKind = json.TryGetProperty("row_kind", out _) ? Value<ChangeKinds>(json, "row_kind") : default,
        OldKind = json.TryGetProperty("old_kind", out _) ? Value<OldTupleKind>(json, "old_kind") : default,
        Cascade = Is(json, "cascade"),
        RestartIdentity = Is(json, "restart_identity"),
        IsTransactional = Is(json, "is_transactional"),
        IsUnwanted = Is(json, "is_unwanted"),
        Outbox = json.TryGetProperty("outbox", out var outbox) ? outbox.GetInt64() : null,
        Lane = json.TryGetProperty("lane", out var lane) ? lane.GetInt16() : null,
        Snapshot = json.TryGetProperty("snapshot", out var snapshot) ? snapshot.GetInt64() : null,
        Layout = json.TryGetProperty("layout", out var layout) ? Layout(layout) : null,
    };

    private static StoredLayout Layout(JsonElement json)
    {
        List<StoredColumn> columns = [];
        foreach (var column in json.GetProperty("columns").EnumerateArray())
        {
            columns.Add(new StoredColumn(Text(column, "name"), Type(column.GetProperty("type")), Is(column, "is_in_identity"), Is(column, "is_in_key")));
        }

        List<string> later = [];
        foreach (var column in json.GetProperty("later_columns").EnumerateArray())
        {
            later.Add(column.GetString()!);
        }

        return new StoredLayout(Text(json, "schema"), Text(json, "name"), columns, later);
    }

    private static StoredType Type(JsonElement json) => new(Text(json, "name"), Oid(json, "base_oid"), Character(json, "kind"), Text(json, "base_name"))
    {
        Oid = Oid(json, "oid"),
        Element = json.TryGetProperty("element", out var element) ? Type(element) : null,
        Delimiter = Character(json, "delimiter"),
        Fields = json.TryGetProperty("fields", out var fields) ? Layout(fields) : null,
        HasDroppedFields = Is(json, "has_dropped_fields"),
        HasAllFields = Is(json, "has_all_fields"),
    };

    private static T Value<T>(JsonElement json, string name)
        where T : struct, Enum => Enum.Parse<T>(Text(json, name)) is var value && Enum.IsDefined(value) ? value : throw new FormatException($"{name} is no {typeof(T).Name}: {Text(json, name)}.");

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");

    private static char Character(JsonElement json, string name) => char.Parse(Text(json, name));

    private static uint Oid(JsonElement json, string name) => json.TryGetProperty(name, out var oid) ? oid.GetUInt32() : 0;

    private static bool Is(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();
}
