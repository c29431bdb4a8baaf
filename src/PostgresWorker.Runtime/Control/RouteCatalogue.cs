using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PostgresWorker.Generated;
using PostgresWorker.Wal;

namespace PostgresWorker.Control;

/// <summary>The generated routes and their policies as JSON. Only what a build and its options say is in it, and nothing of the moment.</summary>
internal static class RouteCatalogue
{
    // It is read by people and never stands in HTML: quotes of SQL stay as they are.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyList<SourceControl> sources, IReadOnlyList<ListenerRoute> routes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("sources");
            foreach (var source in sources)
            {
                Write(json, source, routes);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, SourceControl source, IReadOnlyList<ListenerRoute> routes)
    {
        var options = source.Options;
        json.WriteStartObject();
        json.WriteString("name", source.Name);
        json.WriteString("capture", options.Capture.ToString());
        json.WriteString("slot", SlotName.For(source.Name, options));
        if (options.Capture == Capture.Wal)
        {
            json.WriteString("publication", SlotName.ForPublication(source.Name, options));
            json.WriteNumber("shards", options.Shards);
        }

        json.WriteStartArray("listeners");
        foreach (var route in Listeners.RoutesOf(source.Name, routes))
        {
            Write(json, route, Listeners.Of(route, source));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ListenerRoute route, ListenerStatus listener)
    {
        json.WriteStartObject();
        json.WriteString("name", listener.Name);
        if (route is MessageRoute message)
        {
            json.WriteString("prefix", message.Prefix);
        }
        else
        {
            json.WriteString("schema", listener.Table.Schema);
            json.WriteString("table", listener.Table.Name);
        }

        Texts(json, "kinds", listener.Kinds);
        Text(json, "row_type", listener.RowType);
        WriteColumns(json, route);
        if (listener.WhenChanged.Count > 0)
        {
            Texts(json, "when_changed", listener.WhenChanged);
        }

        Text(json, "where", listener.Where);
        Text(json, "order_by", listener.OrderBy);
        if (listener is { BatchSize: { } size, BatchWait: { } wait })
        {
            json.WriteStartObject("batch");
            json.WriteNumber("max_size", size);
            json.WriteNumber("max_wait_seconds", wait.TotalSeconds);
            json.WriteEndObject();
        }

        json.WriteBoolean("transaction", listener.TakesTransaction);
        WritePolicies(json, route, listener);
        json.WriteEndObject();
    }

    private static void WriteColumns(Utf8JsonWriter json, ListenerRoute route)
    {
        if (route.Columns.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("columns");
        foreach (var column in route.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("property", column.Property);
            json.WriteString("type", column.Kind.ToString());
            json.WriteBoolean("nullable", column.IsNullable);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePolicies(Utf8JsonWriter json, ListenerRoute route, ListenerStatus listener)
    {
        if (listener.Timeout != Timeout.InfiniteTimeSpan)
        {
            json.WriteNumber("timeout_seconds", listener.Timeout.TotalSeconds);
        }

        json.WriteStartObject("retry");
        Write(json, listener.MaxAttempts, listener.MinRetryDelay, listener.MaxRetryDelay, listener.OnExhausted);
        json.WriteEndObject();
        var rules = route.Retry.Where(rule => rule.On is not null).ToArray();
        if (rules.Length == 0)
        {
            return;
        }

        json.WriteStartArray("retry_on");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("exception", rule.On!.FullName);
            Write(json, rule.MaxAttempts, rule.MinDelay, rule.MaxDelay, rule.OnExhausted);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, int? maxAttempts, TimeSpan? minDelay, TimeSpan? maxDelay, OnExhausted? onExhausted)
    {
        Number(json, "max_attempts", maxAttempts);
        Number(json, "min_delay_seconds", minDelay?.TotalSeconds);
        Number(json, "max_delay_seconds", maxDelay?.TotalSeconds);
        Text(json, "on_exhausted", onExhausted?.ToString());
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
