namespace PostgresWorker.Store;

/// <summary>Another instance has become active; this one has written nothing since, and stands by.</summary>
internal sealed class EpochOverException(long epoch) : Exception($"Another instance has become active: epoch {epoch} is over.")
{
    public long Epoch => epoch;
}
