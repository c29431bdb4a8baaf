using System.Globalization;
using PostgresWorker.Delivery.Parking;
using PostgresWorker.Dispatch;

namespace PostgresWorker.Tests.Delivery.Model;

/// <summary>Keeps what is parked, and knows what may not be delivered because of it.</summary>
internal sealed class ModelParking(ModelCase run, ModelAttempts attempts) : IParkedStore
{
    private readonly List<(int Post, int Listener, RowKeys Keys)> _kept = [];
    private readonly HashSet<(int Listener, string Key)> _released = [];

    /// <summary>The keys that are parked.</summary>
    public HashSet<(int Listener, string Key)> Parked { get; } = [];

    public bool Holds(int post) => KeysOf(post).All.Any(key => Parked.Contains((run.Posts[post].Listener, key)));

    public RowKeys KeysOf(int index)
    {
        var post = run.Posts[index];
        return run.Settings.Ordering == Ordering.PerTable ? new RowKeys(KeyText.Whole, null) : new RowKeys($"{post.Key}", post.OldKey < 0 || post.OldKey == post.Key ? null : $"{post.OldKey}");
    }

    /// <summary>Forgets what is kept for a key, as somebody who discards it does.</summary>
    public void Discard((int Listener, string Key) parked) => _kept.RemoveAll(kept => kept.Listener == parked.Listener && kept.Keys.All.Contains(parked.Key));

    /// <summary>Another instance releases what is kept for a key, and does not tell.</summary>
    public void ReleaseElsewhere((int Listener, string Key) parked)
    {
        Discard(parked);
        _released.UnionWith(Parked.Where(key => key.Listener == parked.Listener && !IsKept(key)));
        Parked.ExceptWith(_released);
    }

    public ValueTask<IReadOnlyList<StoredKey>?> StoreAsync(RoutedChange routed, RowKeys keys, (Exception Error, int Attempts)? failure, CancellationToken cancelled)
    {
        var (post, listener) = (routed.Context.Ordinal, run.Posts[routed.Context.Ordinal].Listener);
        if (failure is null && !Holds(post) && keys.All.Any(key => _released.Contains((listener, key))))
        {
            return new ValueTask<IReadOnlyList<StoredKey>?>((IReadOnlyList<StoredKey>?)null);
        }

        attempts.Check(failure is null == Holds(post), failure is null ? $"{post} was parked for nothing" : $"{post} was delivered although its key is parked");
        attempts.Check(_kept.TrueForAll(kept => kept.Listener != listener || !kept.Keys.All.Intersect(keys.All).Any() || kept.Post < post), $"{post} was parked behind what came after it");
        _kept.Add((post, listener, keys));
        Parked.UnionWith(keys.All.Select(key => (listener, key)));
        attempts.Finish(post);
        return new ValueTask<IReadOnlyList<StoredKey>?>([.. keys.All.Select(key => new StoredKey(key, post))]);
    }

    public ValueTask<IReadOnlyList<string>> UnparkAsync(string listener, IReadOnlyList<string> keys, CancellationToken cancelled)
    {
        string[] gone = [.. keys.Where(key => !IsKept((int.Parse(listener, CultureInfo.InvariantCulture), key)))];
        Parked.RemoveWhere(parked => $"{parked.Listener}" == listener && gone.Contains(parked.Key));
        return new ValueTask<IReadOnlyList<string>>(gone);
    }

    private bool IsKept((int Listener, string Key) parked) => _kept.Exists(kept => kept.Listener == parked.Listener && kept.Keys.All.Contains(parked.Key));

    public ValueTask<long> CountAsync(CancellationToken cancelled) => new(_kept.Count);
}
