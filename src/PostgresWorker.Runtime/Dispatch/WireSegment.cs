namespace PostgresWorker.Dispatch;

/// <summary>Pooled memory that is given back when its last user has released it.</summary>
/// <param name="store">Where it is given back.</param>
/// <param name="bytes">The memory.</param>
/// <param name="users">How many users it has; of a shared one said when it is full.</param>
/// <param name="isShared">Whether it has the bytes of more changes than one.</param>
internal sealed class WireSegment(WireStore store, byte[] bytes, int users, bool isShared)
{
    // Of a shared one more than it will ever have, until it is full and they are counted: the writer then need not write here for each change, where others do.
    private const int Many = 1 << 30;

    private int _users = isShared ? Many : users;

    public byte[] Bytes => bytes;

    public bool IsShared => isShared;

    /// <summary>One user has released it.</summary>
    public void Release() => Take(1);

    /// <summary>A shared one has no more users than <paramref name="all"/>.</summary>
    public void Fill(int all) => Take(Many - all);

    private void Take(int users)
    {
        if (Interlocked.Add(ref _users, -users) == 0)
        {
            store.Return(bytes);
        }
    }
}
