namespace PostgresWorker.Dispatch;

/// <summary>Pooled memory that is given back when its last user has released it.</summary>
/// <param name="store">Where it is given back.</param>
/// <param name="bytes">The memory.</param>
/// <param name="users">How many users it has.</param>
/// <param name="isShared">Whether it has the bytes of more changes than one, and so the store as a user until it is full.</param>
internal sealed class WireSegment(WireStore store, byte[] bytes, int users, bool isShared)
{
    private int _users = users;

    public byte[] Bytes => bytes;

    public bool IsShared => isShared;

    public void Add(int more) => Interlocked.Add(ref _users, more);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            store.Return(bytes);
        }
    }
}
