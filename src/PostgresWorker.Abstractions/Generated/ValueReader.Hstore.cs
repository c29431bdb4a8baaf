namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
#pragma warning disable MA0016 // The property's own type.
    /// <summary>Reads an hstore, none of whose values is NULL.</summary>
#pragma warning disable MA0016 // The property is a Dictionary.
    public Dictionary<string, string> GetRequiredHstore()
#pragma warning restore MA0016
    {
        var pairs = GetHstore();
        if (pairs.ContainsValue(null))
        {
            throw Misfit("a value of the hstore is NULL, but those of the property are not nullable; declare it as Dictionary<string, string?>.");
        }

        return pairs!;
    }
}
