namespace PostgresWorker.Wal;

/// <summary>
/// How much of the stream is known to have been handed out, where messages that stand outside of transactions may come. The connection counts
/// such a message as received when its header has come, with its own end as the position, and nobody may confirm that before the message
/// is with its listeners.
/// </summary>
/// <remarks>
/// A position is safe when the reader has asked for what follows it, or when a higher one was received: the connection reads on only when
/// asked to, so what stood at the lower one was taken by then, or was a keepalive.
/// </remarks>
internal sealed class ReceivedPosition
{
    private readonly Lock _lock = new();
    private Lsn _passed;
    private Lsn _highest;
    private Lsn _superseded;

    /// <summary>The reader is done with the message at <paramref name="position"/>.</summary>
    public void Pass(Lsn position)
    {
        lock (_lock)
        {
            _passed = position > _passed ? position : _passed;
        }
    }

    /// <summary>The highest safe position, now that the connection says <paramref name="received"/>.</summary>
    public Lsn Observe(Lsn received)
    {
        lock (_lock)
        {
            if (received > _highest)
            {
                (_superseded, _highest) = (_highest, received);
            }

            return _passed > _superseded ? _passed : _superseded;
        }
    }
}
