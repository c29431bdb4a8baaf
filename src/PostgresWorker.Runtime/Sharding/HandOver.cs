using System.Collections.Concurrent;

namespace PostgresWorker.Sharding;

/// <summary>
/// Where the shards of one number end and those of the next go on. It is decided when all slots of the first are held by who changes the number, and hand out nothing: whatever anybody has handed out was
/// committed before, so the server's position of then is behind all of it.
/// </summary>
internal sealed class HandOver
{
    private readonly TaskCompletionSource<Lsn> _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, bool> _held = new(StringComparer.Ordinal);

    /// <summary>Transactions whose commit begins before this are handed out, and no others; waited for until it is decided.</summary>
    public Task<Lsn> Position => _decided.Task;

    /// <summary>The slots that are held, or were.</summary>
    public int Held => _held.Count;

    /// <summary>A slot is held, and nothing of it handed out.</summary>
    public void Hold(string slot) => _held[slot] = true;

    public void Decide(Lsn position) => _decided.TrySetResult(position);
}
