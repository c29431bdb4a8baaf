using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PostgresWorker;

/// <summary>
/// The name of a table and its source, in the form in which it is kept and sent: <c>{"sourceName":"shop","tableName":"orders"}</c>.
/// </summary>
public sealed record HandlerRoute
{
    private HandlerRoute(string sourceName, string tableName)
    {
        SourceName = sourceName;
        TableName = tableName;
    }

    /// <summary>The source's name.</summary>
    public string SourceName { get; }

    /// <summary>The table as written: <c>orders</c>, <c>sales.orders</c> or <c>"Sales"."Order Lines"</c>.</summary>
    public string TableName { get; }

    /// <summary>Names a table of a source.</summary>
    /// <exception cref="ArgumentException">One of the names is empty.</exception>
    public static HandlerRoute Create(string source, string table)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(table);
        return new HandlerRoute(source, table);
    }

    /// <summary>
    /// Reads what <see cref="ToJson"/> writes. A text that does not begin with <c>{</c> is no JSON, but the name of a table of the source
    /// named <c>default</c>; in JSON, too, that is the source where none is given.
    /// </summary>
    /// <exception cref="FormatException"><paramref name="text"/> is empty, or begins as JSON and is none of this shape.</exception>
    public static HandlerRoute Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var route)
            ? route
            : throw new FormatException("The text is no route: write the name of a table, or {\"sourceName\":\"shop\",\"tableName\":\"orders\"} with names that are not empty.");
    }

    /// <summary>Reads a route as <see cref="Parse"/> does; false where <paramref name="text"/> is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out HandlerRoute? route)
    {
        route = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        if (!text.AsSpan().TrimStart().StartsWith('{'))
        {
            route = new HandlerRoute(PostgresListenerAttribute.DefaultSource, text.Trim());
            return true;
        }

        var shape = Read(text);
        var source = shape?.SourceName ?? PostgresListenerAttribute.DefaultSource;
        if (string.IsNullOrWhiteSpace(shape?.TableName) || string.IsNullOrWhiteSpace(source))
        {
            return false;
        }

        route = new HandlerRoute(source, shape.TableName);
        return true;
    }

    /// <summary>The route as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(new HandlerRouteShape(SourceName, TableName), HandlerRouteJson.Default.HandlerRouteShape);

    /// <summary>The route as JSON.</summary>
    public override string ToString() => ToJson();

    private static HandlerRouteShape? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, HandlerRouteJson.Default.HandlerRouteShape);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record HandlerRouteShape(
    [property: JsonPropertyName("sourceName")] string? SourceName,
    [property: JsonPropertyName("tableName")] string? TableName);

[JsonSerializable(typeof(HandlerRouteShape))]
internal sealed partial class HandlerRouteJson : JsonSerializerContext;
