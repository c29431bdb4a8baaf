using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.FailPoints;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Rows;
using PostgresWorker.Sharding;
using PostgresWorker.Snapshots;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal.PgOutput;
using PostgresWorker.Wal.Publications;

namespace PostgresWorker.Wal;

/// <summary>
/// The changes of one replication stream: keeps what pgoutput says once (transactions, layouts) and hands out each change with it.
/// </summary>
/// <param name="source">The source's name.</param>
/// <param name="systemIdentifier">The cluster's system identifier.</param>
/// <param name="checkpoint">Where reading begins, and where progress is written.</param>
/// <param name="stream">The stream, which is disposed with this.</param>
/// <param name="layouts">Makes layouts from relation messages.</param>
/// <param name="text">Whether the stream is text, and must be.</param>
/// <param name="slot">Asks what the server has taken of our confirmations.</param>
/// <param name="messages">What messages are for.</param>
/// <param name="skipped">Knows which transactions are not to be delivered.</param>
/// <param name="logger">Where to say that a layout changed.</param>
/// <param name="watch">Knows whether the publication is whole; null where nobody looks.</param>
/// <param name="streamed">Told each transaction that comes; null where nobody asks.</param>
/// <param name="handedOut">Told of which transactions changes are handed out; null where nobody asks.</param>
/// <param name="shard">The shard whose changes come; null where all do.</param>
internal sealed partial class WalSource(
    string source, string systemIdentifier, ICheckpoint checkpoint, ReplicationStream stream, LayoutFactory layouts, TextMode text, SlotPosition slot, MessageUse messages, SkippedTransactions skipped, ILogger logger,
    PublicationWatch? watch = null, StreamedTransactions? streamed = null, HandedOut? handedOut = null, Shard? shard = null)
    : IStreamingSource
{
    private const int MessageOrdinal = -1;

    // So many messages may be passed over at once (of a transaction that is skipped, or comes again) before whoever waits for the next change is given a turn: what came before it may be held back for it.
    private const int MostPassed = 1000;

    private readonly RelationLayouts _layouts = new();
    private readonly ResentChanges _resent = new(source, checkpoint.Start, logger);
    private readonly BacklogPause _pause = new();
    private readonly List<TableLayout> _truncated = [];
    private readonly TableLayout[] _changed = new TableLayout[1];
    private WalMessage _message;
    private ChangeTransaction? _transaction;
    private bool _hasEnded;
    private Lsn _lastLsn;
    private int _ordinal;

    /// <inheritdoc />
    public ICheckpoint Checkpoint => checkpoint;

    /// <inheritdoc />
    public Lsn Received => stream.Received;

    /// <inheritdoc />
    public Lsn Arrived => stream.Arrived;

    /// <inheritdoc />
    public string SystemIdentifier => systemIdentifier;

    /// <inheritdoc />
    public bool IsInTransaction => _transaction is not null && !_hasEnded;

    private ChangeTransaction Transaction => _transaction ?? throw new PgOutputException("A change came outside a transaction: the stream is not pgoutput's protocol version 1.");

    /// <inheritdoc />
    public async ValueTask MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_hasEnded)
        {
            (_transaction, _hasEnded) = (null, false);
        }

        for (var passed = 1; ; passed++)
        {
            if (passed % MostPassed == 0)
            {
                await Task.Yield();
            }

            _message = await ReadAsync(cancellationToken).ConfigureAwait(false);
            _pause.Take(_message.Data.Length);
            if (_message.IsCut && PassesOverCut())
            {
                continue;
            }

            switch (PgOutputDecoder.KindOf(_message.Data.Span))
            {
                case PgOutputMessageKind.Begin:
                    if (Begin(PgOutputDecoder.Begin(_message.Data.Span)))
                    {
                        return;
                    }

                    break;
                case PgOutputMessageKind.Relation:
                    await BindAsync(PgOutputDecoder.Relation(_message.Data.Span), cancellationToken).ConfigureAwait(false);
                    break;
                case PgOutputMessageKind.Insert or PgOutputMessageKind.Update or PgOutputMessageKind.Delete or PgOutputMessageKind.Truncate:
                    if (_resent.IsInTransaction)
                    {
                        _resent.SkipChange();
                    }
                    else if (skipped.Passes() && !Mutants.Drop(_message.Start))
                    {
                        Count(_message.Start);
                        handedOut?.Add(Transaction.CommitLsn);
                        return;
                    }

                    break;
                case PgOutputMessageKind.Commit when _resent.IsInTransaction:
                    _resent.EndTransaction();
                    break;
                case PgOutputMessageKind.Message when IsResent(PgOutputDecoder.LogicalMessage(_message.Data.Span)):
                    _resent.SkipChange();
                    break;
                case PgOutputMessageKind.Message:
                    if (IsForListeners(PgOutputDecoder.LogicalMessage(_message.Data.Span)))
                    {
                        // One that stands alone tells where its record ends.
                        handedOut?.Add(_transaction?.CommitLsn ?? new Lsn(_message.Start.Value - 1));
                        return;
                    }

                    break;
                case PgOutputMessageKind.Commit:
                    _hasEnded = true;
                    return;
                case PgOutputMessageKind.Type or PgOutputMessageKind.Origin:
                    // Types come from the catalog, which knows domains; origins have no listeners.
                    break;
            }
        }
    }

    /// <inheritdoc />
    public ValueTask ConfirmAsync(Lsn position, CancellationToken cancellationToken) => stream.ConfirmAsync(position, cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> CoversAsync(Lsn received, CancellationToken cancellationToken) => watch?.CoversAsync(received, cancellationToken) ?? ValueTask.FromResult(true);

    /// <inheritdoc />
    public Task WhenConfirmedAsync(Lsn position, CancellationToken cancellationToken) => slot.WhenConfirmedAsync(position, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        checkpoint.Dispose();
    }

    private ValueTask<WalMessage> ReadAsync(CancellationToken cancellationToken)
    {
        var read = stream.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? read : ReadAsync(read, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<WalMessage> ReadAsync(ValueTask<WalMessage> read, CancellationToken cancellationToken)
    {
        try
        {
            var message = await read.ConfigureAwait(false);
            await _pause.WaitAsync(message.Sent).ConfigureAwait(false);
            return message;
        }
        catch (PostgresException e) when (watch is not null && e.SqlState == PostgresErrorCodes.UndefinedObject)
        {
            throw await watch.ExplainAsync(slot.Name, e, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsResent(PgOutput.LogicalMessage message) => _resent.IsInTransaction || (!message.IsTransactional && _resent.SkipsMessage(message.Lsn));

    /// <summary>Takes what a message says of its transaction; it is handed out where listeners may want it.</summary>
    private bool IsForListeners(PgOutput.LogicalMessage message)
    {
        if (skipped.Marks(message, _transaction))
        {
            return false;
        }

        _transaction = messages.ForTraces ? TraceParent.Follow(_transaction, message) : _transaction;
        return messages.ForListeners && (!message.IsTransactional || !skipped.IsInTransaction);
    }

    private bool Begin(BeginMessage begin)
    {
        _lastLsn = Lsn.None;
        skipped.Begin();
        _layouts.Begin(begin.CommitLsn);
        streamed?.Add(begin.TransactionId);
        _pause.Begin(begin.CommitTime);
        if (_resent.SkipsTransaction(begin.CommitLsn))
        {
            return false;
        }

        _transaction = new ChangeTransaction
        {
            Source = source,
            SystemIdentifier = systemIdentifier,
            CommitLsn = begin.CommitLsn,
            CommitTime = begin.CommitTime,
            TransactionId = begin.TransactionId,
        };
        return true;
    }

    private void Count(Lsn lsn)
    {
        // COPY and multi-row inserts write many rows with one WAL record, and so one LSN.
        // Those of other shards are not seen: each shard has numbers of its own, so that no two changes have one id.
        _ordinal = lsn == _lastLsn ? _ordinal + (shard is null ? 1 : Shard.Max) : shard?.Index ?? 0;
        _lastLsn = lsn;
    }

    private async Task BindAsync(RelationMessage relation, CancellationToken cancellationToken)
    {
        var layout = await CatalogAttempts.RunAsync(() => layouts.CreateAsync(relation, cancellationToken)).ConfigureAwait(false);
        text.Demand(layout);
        watch?.RefuseRenamed(relation.Oid, layout.Table);
        _layouts.Set(relation.Oid, layout, layouts.Found);
        Log.LayoutBound(logger, source, layout.Table, layout.Columns.Length);
    }
}
