namespace PostgresWorker.Wal;

/// <summary>How a replication connection shows that it is broken. Once a write has found it so (the feedback's, while nobody reads), Npgsql's connector has no buffers any more, and reads and writes fail in these ways.</summary>
internal static class BrokenStream
{
    public static bool Is(Exception exception) => exception is NullReferenceException or InvalidOperationException or ObjectDisposedException;

    public static IOException Because(Exception exception) => new("The replication connection broke.", exception);
}
