using System.Text.Json;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated.Payloads;

/// <summary>Writes the text form of hstore, <c>"a"=>"1", "b"=>NULL</c>, as an object of strings.</summary>
internal static class PayloadHstore
{
    public static bool TryWrite(Utf8JsonWriter json, ReadOnlySpan<byte> text)
    {
        if (!HstoreForm.TryReadText(text, out var pairs))
        {
            return false;
        }

        json.WriteStartObject();
        foreach (var (key, value) in pairs)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        return true;
    }
}
