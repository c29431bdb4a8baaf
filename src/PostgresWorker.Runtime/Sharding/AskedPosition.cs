namespace PostgresWorker.Sharding;

/// <summary>
/// Up to where somebody waits, here or at another instance, for everything to be handled. Only what stands in the checkpoints tells instances of each other, and an idle source writes its own seldom: not so while it
/// is asked.
/// </summary>
internal sealed class AskedPosition
{
    private ulong _position;

    /// <summary>The highest position that is waited for; none where nobody waits.</summary>
    public Lsn Position
    {
        get => new(Volatile.Read(ref _position));
        set => Volatile.Write(ref _position, value.Value);
    }
}
