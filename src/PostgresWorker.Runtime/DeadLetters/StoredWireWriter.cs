using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PostgresWorker.DeadLetters;

/// <summary>Writes a <see cref="StoredWire"/> as JSON; enums by name, so that who looks at the table understands it.</summary>
/// <remarks>By hand, for a serializer is compiled once more for every type of value (Native AOT).</remarks>
internal static class StoredWireWriter
{
    public static string ToJson(StoredWire stored)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Write(json, "version", stored.Version);
            json.WriteString("kind", stored.Kind.ToString());
            Write(json, "row_kind", stored.RowKind == 0 ? null : stored.RowKind.ToString());
            Write(json, "old_kind", stored.OldKind == 0 ? null : stored.OldKind.ToString());
            Write(json, "cascade", stored.Cascade);
            Write(json, "restart_identity", stored.RestartIdentity);
            Write(json, "is_transactional", stored.IsTransactional);
            Write(json, "is_unwanted", stored.IsUnwanted);
            Write(json, "outbox", stored.Outbox);
            Write(json, "lane", stored.Lane);
            Write(json, "snapshot", stored.Snapshot);
            Write(json, "layout", stored.Layout);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string name, StoredLayout? layout)
    {
        if (layout is null)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("schema", layout.Schema);
        json.WriteString("name", layout.Name);
        json.WriteStartArray("columns");
        foreach (var column in layout.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            Write(json, "type", column.Type);
            Write(json, "is_in_identity", column.IsInIdentity);
            Write(json, "is_in_key", column.IsInKey);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("later_columns");
        foreach (var column in layout.LaterColumns)
        {
            json.WriteStringValue(column);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, StoredType? type)
    {
        if (type is null)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("name", type.Name);
        Write(json, "base_oid", type.BaseOid == 0 ? null : type.BaseOid);
        json.WriteString("kind", type.Kind.ToString());
        json.WriteString("base_name", type.BaseName);
        Write(json, "oid", type.Oid == 0 ? null : type.Oid);
        Write(json, "element", type.Element);
        json.WriteString("delimiter", type.Delimiter.ToString());
        Write(json, "fields", type.Fields);
        Write(json, "has_dropped_fields", type.HasDroppedFields);
        Write(json, "has_all_fields", type.HasAllFields);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, value);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
