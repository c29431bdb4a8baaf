namespace PostgresWorker.Delivery.Parking;

/// <summary>The parked keys of each listener. Guarded by the lock of <see cref="ParkedKeys"/>.</summary>
internal sealed class HeldKeys
{
    private readonly Dictionary<string, Dictionary<string, HeldKey>> _listeners = new(StringComparer.Ordinal);

    public bool IsEmpty => _listeners.Count == 0;

    public IEnumerable<FoundKey> All
    {
        get
        {
            foreach (var (listener, parked) in _listeners)
            {
                foreach (var (key, held) in parked)
                {
                    yield return new FoundKey(new ListenerKey(listener, key), held);
                }
            }
        }
    }

    public bool Has(string listener) => _listeners.ContainsKey(listener);

    public HeldKey? Find(string listener, string key) => _listeners.GetValueOrDefault(listener)?.GetValueOrDefault(key);

    /// <summary>What holds a change: what is ordered with everything waits for every parked key, and everything for it.</summary>
    public HeldKey[] Holding(string listener, RowKeys own)
    {
        if (!_listeners.TryGetValue(listener, out var parked))
        {
            return [];
        }

        return own.IsWhole ? [.. parked.Values] : [.. ((string?[])[KeyText.Whole, own.Key, own.OldKey]).Where(key => key is not null && parked.ContainsKey(key)).Select(key => parked[key!])];
    }

    /// <summary>Adds a key, if it is not known.</summary>
    public void Add(string listener, string key, HeldKey held)
    {
        if (!_listeners.TryGetValue(listener, out var parked))
        {
            _listeners.Add(listener, parked = new Dictionary<string, HeldKey>(StringComparer.Ordinal));
        }

        parked.TryAdd(key, held);
    }

    /// <summary>Removes a key, if it is this one and nothing goes on with it.</summary>
    public void Remove(string listener, string key, HeldKey held)
    {
        if (held is { Storing: 0, Closing: null } && Find(listener, key) == held)
        {
            _listeners[listener].Remove(key);
            _ = _listeners[listener].Count > 0 || _listeners.Remove(listener);
        }
    }
}
