namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
    /// <summary>Reads an hstore, none of whose values is NULL.</summary>
    public Dictionary<string, string> GetRequiredHstore()
    {
        var pairs = GetHstore();
        return pairs.ContainsValue(null)
            ? throw Misfit("a value of the hstore is NULL, but those of the property are not nullable; declare it as Dictionary<string, string?>.")
            : pairs!;
    }
}
