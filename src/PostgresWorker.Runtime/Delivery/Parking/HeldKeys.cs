namespace PostgresWorker.Delivery.Parking;

/// <summary>Parked keys by listener, and there by their texts.</summary>
internal static class HeldKeys
{
    public static Dictionary<string, Dictionary<string, HeldKey>> ByListener(IEnumerable<FoundKey> found)
    {
        var listeners = new Dictionary<string, Dictionary<string, HeldKey>>(StringComparer.Ordinal);
        foreach (var (key, held) in found)
        {
            listeners.Add(key, held);
        }

        return listeners;
    }

    /// <summary>Adds a key, unless it is there.</summary>
    public static void Add(this Dictionary<string, Dictionary<string, HeldKey>> listeners, ListenerKey key, HeldKey held)
    {
        if (!listeners.TryGetValue(key.Listener, out var keys))
        {
            listeners.Add(key.Listener, keys = new Dictionary<string, HeldKey>(StringComparer.Ordinal));
        }

        keys.TryAdd(key.Key, held);
    }
}
