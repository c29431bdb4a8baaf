using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal;

namespace PostgresWorker.Sharding;

/// <summary>
/// A slot's changes up to where it ends: what is committed later is another slot's. When the first of that has come, everything before is handed out, and the position may be confirmed, whatever else has
/// arrived.
/// </summary>
internal sealed class HandOverSource : IConfirmableSource
{
    private readonly IStreamingSource _stream;
    private readonly HandOver _handOver;
    private readonly EagerCheckpoint _checkpoint;
    private ulong _end;

    public HandOverSource(IStreamingSource stream, HandOver handOver, string slot)
    {
        (_stream, _handOver, _checkpoint) = (stream, handOver, new EagerCheckpoint(stream.Checkpoint));
        handOver.Hold(slot);
    }

    /// <inheritdoc />
    public ICheckpoint Checkpoint => _checkpoint;

    /// <inheritdoc />
    public Lsn Received => new Lsn(Volatile.Read(ref _end)) is var end && end > _stream.Received ? end : _stream.Received;

    /// <inheritdoc />
    public void GetCurrent(out RawChange change) => _stream.GetCurrent(out change);

    /// <inheritdoc />
    public async ValueTask MoveNextAsync(CancellationToken cancellationToken)
    {
        await _stream.MoveNextAsync(cancellationToken).ConfigureAwait(false);
        if (Begun() is not { } begun)
        {
            return;
        }

        var end = await _handOver.Position.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (IsBehind(begun.Position, begun.IsAlone, end))
        {
            Volatile.Write(ref _end, end.Value);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ValueTask ConfirmAsync(Lsn position, CancellationToken cancellationToken) => _stream.ConfirmAsync(Sent(position), cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> CoversAsync(Lsn received, CancellationToken cancellationToken) => _stream.CoversAsync(received, cancellationToken);

    /// <inheritdoc />
    public Task WhenConfirmedAsync(Lsn position, CancellationToken cancellationToken) => _stream.WhenConfirmedAsync(Sent(position), cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    /// <summary>The same as what <see cref="ResentChanges"/> does not skip, whose position it will be.</summary>
    private static bool IsBehind(Lsn position, bool isAlone, Lsn end) => isAlone ? position > end : position >= end;

    /// <summary>The server is told of no position that it has not sent: what is written of the end is in the store, and that is enough.</summary>
    private Lsn Sent(Lsn position) => position > _stream.Received ? _stream.Received : position;

    private (Lsn Position, bool IsAlone)? Begun()
    {
        _stream.GetCurrent(out var current);
        return current.Kind == RawChangeKind.Begin ? (current.Transaction.CommitLsn, false) : current.IsAlone ? (current.Lsn, true) : null;
    }

    /// <summary>Positions of an idle stream are written as they come: there is an end to it.</summary>
    private sealed class EagerCheckpoint(ICheckpoint checkpoint) : ICheckpoint
    {
        public Lsn Start => checkpoint.Start;

        public Epoch Epoch => checkpoint.Epoch;

        public ulong IdleStep => 0;

        public bool IsAsked => true;

        public ValueTask WriteAsync(Lsn position, CancellationToken cancellationToken) => checkpoint.WriteAsync(position, cancellationToken);

        public void Dispose() => checkpoint.Dispose();
    }
}
