namespace PostgresWorker.Snapshots;

/// <summary>
/// The last transactions that the stream has brought, over all connections of a process. One whose commit is in the log may still be invisible for a moment, or for as long as it waits for a synchronous
/// standby: what is read meanwhile lacks it, although its changes were delivered.
/// </summary>
internal sealed class StreamedTransactions
{
    private const int Count = 4096;

    private readonly uint[] _last = new uint[Count];
    private uint _added;

    /// <summary>A transaction has come. Called by the reader, as is the other.</summary>
    public void Add(uint transactionId) => _last[_added++ % Count] = transactionId;

    /// <summary>Whether a snapshot has all of them.</summary>
    public bool AreIn(VisibleTransactions visible)
    {
        var count = Math.Min(_added, Count);
        for (var i = 0; i < count; i++)
        {
            if (!visible.Has(_last[i]))
            {
                return false;
            }
        }

        return true;
    }
}
