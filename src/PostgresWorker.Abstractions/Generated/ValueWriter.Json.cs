using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public readonly partial struct ValueWriter
{
    /// <summary>Writes a json or jsonb as it was read.</summary>
    public void Write(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            _json.WriteNullValue();
        }
        else
        {
            _json.WriteRawValue(value.GetRawText(), skipInputValidation: true);
        }
    }

    /// <summary>Writes a json or jsonb as it was read.</summary>
    public void Write(JsonDocument? value) => Write(value?.RootElement ?? default);

    /// <summary>Writes a json or jsonb by its type: what that does not hold is not written.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">How the type is written.</param>
    public void WriteJson<T>(T? value, JsonTypeInfo<T> type)
    {
        if (value is null)
        {
            _json.WriteNullValue();
        }
        else
        {
            // A text of its own: the type's options say how deep it may be, and not those of this writer.
            _json.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(value, type), skipInputValidation: true);
        }
    }

    /// <summary>Writes an hstore as an object of strings.</summary>
    public void WriteHstore(IEnumerable<KeyValuePair<string, string?>>? value)
    {
        if (value is null)
        {
            _json.WriteNullValue();
            return;
        }

        _json.WriteStartObject();
        foreach (var (key, text) in value)
        {
            _json.WriteString(key, text);
        }

        _json.WriteEndObject();
    }

    /// <summary>Whether a text is JSON. That of a row's own making may be none.</summary>
    private static bool IsJson(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), JsonToken.Options);
            while (reader.Read())
            {
                // To the end.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
