using System.Text;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
#pragma warning disable MA0016 // The property is a Dictionary.
    /// <summary>Reads an hstore.</summary>
    public Dictionary<string, string?> GetHstore()
    {
        var value = Value();
        try
        {
            var read = _format switch
            {
                ValueFormat.Binary => HstoreForm.TryReadBinary(value, out var pairs) ? pairs : null,
                ValueFormat.Json => HstoreForm.TryReadJson(value, out var pairs) ? pairs : null,
                _ => HstoreForm.TryReadText(value, out var pairs) ? pairs : null,
            };
            return read ?? throw Malformed("an hstore");
        }
        catch (DecoderFallbackException)
        {
            throw Misfit("the value is not UTF-8, which the connection's client_encoding promises.");
        }
    }

    /// <summary>Reads an hstore, none of whose values is NULL.</summary>
    public Dictionary<string, string> GetRequiredHstore()
    {
        var pairs = GetHstore();
        if (pairs.ContainsValue(null))
        {
            throw Misfit("a value of the hstore is NULL, but those of the property are not nullable; declare it as Dictionary<string, string?>.");
        }

        return pairs!;
    }
#pragma warning restore MA0016
}
