using System.Runtime.CompilerServices;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal;

namespace PostgresWorker.Snapshots;

/// <summary>
/// The stream with rows of snapshots in it: each before the first change that it lacks, and behind all that it has. Rows that no change concerns come as a unit of their own, when the stream has passed the
/// position behind which nothing is that they have.
/// </summary>
/// <param name="name">The source's name.</param>
/// <param name="stream">The stream, which is disposed with this.</param>
/// <param name="checkpoint">The stream's checkpoint, with which progress is written.</param>
/// <param name="run">Reads the rows.</param>
/// <param name="time">The clock.</param>
internal sealed class SnapshotSource(string name, IStreamingSource stream, SnapshotCheckpoint checkpoint, SnapshotRun run, TimeProvider time) : IConfirmableSource
{
    // How often a stream that brings nothing is asked how far it is, while rows wait for it.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(2);

    private readonly RowCursor _cursor = new(name, stream);
    private Task? _next;
    private ReadTogether? _rows;
    private Step _step;
    private bool _isHeld;

    private enum Step
    {
        /// <summary>What the stream is at.</summary>
        Stream,
        /// <summary>A row, before the change that the stream is at.</summary>
        RowBefore,

        /// <summary>The three of a unit of rows.</summary>
        Begin,
        Row,
        Commit,
    }

    /// <inheritdoc />
    public ICheckpoint Checkpoint => checkpoint;

    /// <inheritdoc />
    public Lsn Received => stream.Received;

    /// <inheritdoc />
    public void GetCurrent(out RawChange change)
    {
        if (_step == Step.Stream)
        {
            stream.GetCurrent(out change);
            return;
        }

        change = _step switch { Step.Begin => _cursor.Begin, Step.Commit => _cursor.Commit, _ => _cursor.Row };
    }

    /// <inheritdoc />
    public ValueTask MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_rows is null && _next is null && (stream.IsInTransaction || !run.Due.IsCompleted))
        {
            var next = stream.MoveNextAsync(cancellationToken);
            if (next.IsCompletedSuccessfully)
            {
                return next;
            }

            _next = next.AsTask();
        }

        return MoveNextCoreAsync(cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask ConfirmAsync(Lsn position, CancellationToken cancellationToken) => stream.ConfirmAsync(position, cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> CoversAsync(Lsn received, CancellationToken cancellationToken) => stream.CoversAsync(received, cancellationToken);

    /// <inheritdoc />
    public async Task WhenConfirmedAsync(Lsn position, CancellationToken cancellationToken)
    {
        await checkpoint.WriteRestAsync(cancellationToken).ConfigureAwait(false);
        await stream.WhenConfirmedAsync(position, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        checkpoint.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask MoveNextCoreAsync(CancellationToken cancellationToken)
    {
        if (_step != Step.Stream && await GoOnAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        while (true)
        {
            if (!stream.IsInTransaction && await BetweenTransactionsAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            if (!_isHeld && !await NextAsync(cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            _isHeld = false;
            if (_rows is not null)
            {
                await LookAsync(cancellationToken).ConfigureAwait(false);
            }

            return;
        }
    }

    /// <summary>Goes on with rows that are being handed out.</summary>
    /// <returns>False where there are none any more, and the stream is to be read.</returns>
    private async ValueTask<bool> GoOnAsync(CancellationToken cancellationToken)
    {
        switch (_step)
        {
            case Step.RowBefore:
                _step = Move(_rows!.TakeBefore()) ? Step.RowBefore : Step.Stream;
                return true;
            case Step.Begin or Step.Row:
                _step = Move(_rows!.Take()) ? Step.Row : Step.Commit;
                return true;
            default:
                _step = Step.Stream;
                foreach (var chunk in _rows!.Chunks)
                {
                    chunk.HandedOut = _rows.End;
                }

                await EndAsync(cancellationToken).ConfigureAwait(false);
                return false;
        }
    }

    /// <summary>Reads rows, or hands them out once the stream is far enough.</summary>
    /// <returns>Whether a unit of rows begins.</returns>
    private async ValueTask<bool> BetweenTransactionsAsync(CancellationToken cancellationToken)
    {
        // A change that is held is of a transaction that has begun, though nobody knows.
        if (_rows is null && !_isHeld && _next is not { IsCompleted: true })
        {
            _rows = await run.TryReadAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } chunks ? new ReadTogether(chunks) : null;
        }

        return _rows is not null && stream.Arrived > _rows.End && await BeginUnitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Whether there are rows, and a unit of them begins.</returns>
    private async ValueTask<bool> BeginUnitAsync(CancellationToken cancellationToken)
    {
        if (!_rows!.HasMore)
        {
            await EndAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }

        _step = Step.Begin;
        _cursor.Enter(_rows.Chunks.First());
        return true;
    }

    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        var chunks = _rows!.Chunks;
        _rows = null;
        foreach (var chunk in chunks)
        {
            await run.HandedOutAsync(chunk, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the stream, but not for longer than until there is something else to do.</summary>
    /// <returns>Whether it has come to something.</returns>
    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        _next ??= stream.MoveNextAsync(cancellationToken).AsTask();
        if (!_next.IsCompleted && !stream.IsInTransaction)
        {
            await Task.WhenAny(_next, _rows is null ? run.Due : Task.Delay(LookInterval, time, cancellationToken)).ConfigureAwait(false);
            if (!_next.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return false;
            }
        }

        var next = _next;
        _next = null;
        await next.ConfigureAwait(false);
        return true;
    }

    /// <summary>Hands out what must come before the change that the stream is at.</summary>
    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        stream.GetCurrent(out var current);
        if (_rows!.Look(current))
        {
            _isHeld = await BeginUnitAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (_rows.IsEmpty)
        {
            _rows = null;
        }
        else if (_rows.TakeBefore() is { } before)
        {
            _cursor.Enter(current.Transaction);
            _cursor.Move(before);
            _step = Step.RowBefore;
        }
    }

    private bool Move((Chunk Chunk, ChunkRow Row)? next)
    {
        if (next is { } given)
        {
            _cursor.Move(given);
        }

        return next is not null;
    }
}
