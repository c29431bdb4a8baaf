using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
    private static readonly JsonReaderOptions AnyDepth = JsonToken.Options;

    /// <summary>Whether the value is NULL, or the null of json and jsonb.</summary>
    public bool IsJsonNull => IsNull || IsNullOfJson();

    /// <summary>Reads a json or jsonb, which may be JSON's null. The element owns its memory.</summary>
    public JsonElement GetJsonElement()
    {
        var reader = new Utf8JsonReader(ValidJson(), AnyDepth);
        try
        {
            var element = JsonElement.ParseValue(ref reader);
            return reader.Read() ? throw BadJson() : element;
        }
        catch (JsonException)
        {
            throw BadJson();
        }
    }

    /// <summary>Reads a json or jsonb, which may be JSON's null. The document owns its memory, and need not be disposed.</summary>
    public JsonDocument GetJsonDocument()
    {
        var reader = new Utf8JsonReader(ValidJson(), AnyDepth);
        try
        {
            var document = JsonDocument.ParseValue(ref reader);
            return reader.Read() ? throw BadJson() : document;
        }
        catch (JsonException)
        {
            throw BadJson();
        }
    }

    /// <summary>Reads a json or jsonb into a type; JSON's null is its default.</summary>
    /// <param name="type">How the type is read.</param>
    public T? GetJson<T>(JsonTypeInfo<T> type) => IsNullOfJson() ? default : Deserialize(type);

    /// <summary>Reads a json or jsonb, which must not be JSON's null, into a type.</summary>
    /// <param name="type">How the type is read.</param>
    [return: NotNull]
    public T GetRequiredJson<T>(JsonTypeInfo<T> type) => (IsNullOfJson() ? throw JsonNull() : Deserialize(type)) ?? throw JsonNull();

    /// <summary>The error for JSON's null where none is taken.</summary>
    public RowReadException JsonNull() => Misfit("the value is the null of JSON, but the property that declares the column is not nullable; declare it with '?'.");

    private bool IsNullOfJson() => Json().Trim(" \t\r\n"u8).SequenceEqual("null"u8);

    /// <summary>The JSON text. A row that is JSON itself does not tell the null of json from the database's: it is the latter for who asks, and otherwise the former.</summary>
    private ReadOnlySpan<byte> Json() => _format == ValueFormat.Null && !_bytes.IsEmpty ? _bytes : JsonText();

    /// <summary>The JSON text, which is UTF-8: nobody else looks before the text is taken from an element.</summary>
    private ReadOnlySpan<byte> ValidJson()
    {
        var json = Json();
        return Utf8.IsValid(json) ? json : throw BadJson();
    }

    /// <summary>jsonb's binary form is a version byte, then the text.</summary>
    private ReadOnlySpan<byte> JsonText()
    {
        var value = Value();
        if (IsBinary && TypeOid == TypeOids.Jsonb)
        {
            return value is [1, ..] ? value[1..] : throw Misfit("the binary form is not version 1 of jsonb.");
        }

        return value;
    }

    private T? Deserialize<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(ValidJson(), type);
        }
        catch (JsonException e)
        {
            throw Misfit($"the JSON is not that of a {type.Type.Name}{JsonPlace.Of(e)}.");
        }
    }

    // The parser's message would quote the value.
    private RowReadException BadJson() => Misfit("the value is no well-formed JSON.");
}
