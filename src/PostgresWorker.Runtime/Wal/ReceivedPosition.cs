namespace PostgresWorker.Wal;

/// <summary>
/// How much of the stream is known to have been handed out, where messages that stand outside of transactions may come. The connection counts
/// such a message as received when its header has come, with its own end as the position, and nobody may confirm that before the message
/// is with its listeners.
/// </summary>
/// <remarks>
/// A position is safe when the reader has asked for what follows it, or when a higher one was received: the connection reads on only when
/// asked to, so what stood at the lower one was taken by then, or was a keepalive. On an idle stream no higher one comes: there the position is
/// safe when a later look finds the same read still waiting, which a message's header would have ended at once.
/// </remarks>
internal sealed class ReceivedPosition
{
    private readonly Lock _lock = new();
    private Lsn _passed;
    private Lsn _highest;
    private Lsn _superseded;
    private object? _waiting;

    /// <summary>The reader is done with the message at <paramref name="position"/>.</summary>
    public void Pass(Lsn position)
    {
        lock (_lock)
        {
            _passed = position > _passed ? position : _passed;
        }
    }

    /// <summary>The highest safe position.</summary>
    /// <param name="received">What the connection said.</param>
    /// <param name="waiting">The read that was still waiting for a message after the connection had said so; null where there was none.</param>
    public Lsn Observe(Lsn received, object? waiting)
    {
        lock (_lock)
        {
            if (received > _highest)
            {
                (_superseded, _highest) = (_highest, received);
            }
            else if (received == _highest && waiting is not null && waiting == _waiting)
            {
                _superseded = _highest;
            }

            _waiting = waiting;
            return _passed > _superseded ? _passed : _superseded;
        }
    }
}
