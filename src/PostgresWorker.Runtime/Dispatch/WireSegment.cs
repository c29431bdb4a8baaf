namespace PostgresWorker.Dispatch;

/// <summary>Pooled memory that is given back when its last user has released it.</summary>
/// <param name="store">Where it is given back.</param>
/// <param name="bytes">The memory.</param>
/// <param name="isShared">Whether it has the bytes of more changes than one: how many users it has is then said when it is full, and otherwise it has one.</param>
internal sealed class WireSegment(WireStore store, byte[] bytes, bool isShared)
{
    // Of a shared one more than it will ever have, until it is full and they are counted: the writer then need not write here for each change, where others do.
    private const int Many = 1 << 30;

    private int _users = isShared ? Many : 1;

    /// <summary>The memory; empty when it has been given back.</summary>
    public byte[] Bytes { get; private set; } = bytes;

    public bool IsShared => isShared;

    /// <summary>It has one more user, before any has released it.</summary>
    public void Add() => Take(-1);

    /// <summary>So many users have released it.</summary>
    public void Release(int users = 1) => Take(users);

    /// <summary>A shared one has no more users than <paramref name="all"/>.</summary>
    public void Fill(int all) => Take(Many - all);

    private void Take(int users)
    {
        if (Interlocked.Add(ref _users, -users) == 0)
        {
            var released = Bytes;
            Bytes = [];
            store.Return(released);
        }
    }
}
