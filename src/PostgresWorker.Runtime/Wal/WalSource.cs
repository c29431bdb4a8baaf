using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Rows;
using PostgresWorker.Snapshots;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal.PgOutput;

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
/// <param name="logger">Where to say that a layout changed.</param>
/// <param name="streamed">Told each transaction that comes; null where nobody asks.</param>
internal sealed class WalSource(
    string source, string systemIdentifier, ICheckpoint checkpoint, ReplicationStream stream, LayoutFactory layouts, TextMode text, SlotPosition slot, ILogger logger, StreamedTransactions? streamed = null)
    : IStreamingSource
{
    private const int MessageOrdinal = -1;

    private readonly RelationLayouts _layouts = new();
    private readonly ResentChanges _resent = new(source, checkpoint.Start, logger);
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

    /// <inheritdoc />
    public RawChange Current => PgOutputDecoder.KindOf(_message.Data.Span) switch
    {
        PgOutputMessageKind.Begin => new RawChange { Kind = RawChangeKind.Begin, Transaction = Transaction },
        PgOutputMessageKind.Commit => Commit(PgOutputDecoder.Commit(_message.Data.Span)),
        PgOutputMessageKind.Insert => Insert(PgOutputDecoder.Insert(_message.Data.Span)),
        PgOutputMessageKind.Update => Update(PgOutputDecoder.Update(_message.Data.Span)),
        PgOutputMessageKind.Delete => Delete(PgOutputDecoder.Delete(_message.Data.Span)),
        PgOutputMessageKind.Truncate => Truncate(PgOutputDecoder.Truncate(_message.Data.Span)),
        PgOutputMessageKind.Message => Message(PgOutputDecoder.LogicalMessage(_message.Data.Span)),
        var kind => throw new InvalidOperationException($"{kind} is no change."),
    };

    private ChangeTransaction Transaction => _transaction ?? throw new PgOutputException("A change came outside a transaction: the stream is not pgoutput's protocol version 1.");

    /// <inheritdoc />
    public async ValueTask MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_hasEnded)
        {
            (_transaction, _hasEnded) = (null, false);
        }

        while (true)
        {
            _message = await stream.ReadAsync(cancellationToken).ConfigureAwait(false);
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
                    if (!_resent.IsInTransaction)
                    {
                        Count(_message.Start);
                        return;
                    }

                    _resent.SkipChange();
                    break;
                case PgOutputMessageKind.Commit when _resent.IsInTransaction:
                    _resent.EndTransaction();
                    break;
                case PgOutputMessageKind.Message when IsResent(PgOutputDecoder.LogicalMessage(_message.Data.Span)):
                    _resent.SkipChange();
                    break;
                case PgOutputMessageKind.Commit:
                    _hasEnded = true;
                    return;
                case PgOutputMessageKind.Message:
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
    public Task WhenConfirmedAsync(Lsn position, CancellationToken cancellationToken) => slot.WhenConfirmedAsync(position, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        checkpoint.Dispose();
    }

    private bool IsResent(PgOutput.LogicalMessage message) => _resent.IsInTransaction || (!message.IsTransactional && _resent.SkipsMessage(message.Lsn));

    private bool Begin(BeginMessage begin)
    {
        _lastLsn = Lsn.None;
        _layouts.Begin(begin.CommitLsn);
        streamed?.Add(begin.TransactionId);
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
        _ordinal = lsn == _lastLsn ? _ordinal + 1 : 0;
        _lastLsn = lsn;
    }

    private async Task BindAsync(RelationMessage relation, CancellationToken cancellationToken)
    {
        var layout = await layouts.CreateAsync(relation, cancellationToken).ConfigureAwait(false);
        text.Demand(layout);
        _layouts.Set(relation.Oid, layout, layouts.Found);
        Log.LayoutBound(logger, source, layout.Table, layout.Columns.Length);
    }

    private RawChange Commit(CommitMessage commit) => new() { Kind = RawChangeKind.Commit, Transaction = Transaction, Lsn = commit.EndLsn };

    private RawChange Insert(InsertMessage insert) => Row(insert.RelationId, ChangeKinds.Inserted, OldTupleKind.None, default, insert.New);

    private RawChange Update(UpdateMessage update) => Row(update.RelationId, ChangeKinds.Updated, update.OldKind, update.Old, update.New);

    private RawChange Delete(DeleteMessage delete) => Row(delete.RelationId, ChangeKinds.Deleted, delete.OldKind, delete.Old, default);

    private RawChange Row(uint relation, ChangeKinds kind, OldTupleKind oldKind, TupleData old, TupleData @new)
    {
        var layout = _layouts.Of(relation);
        if ((!@new.Columns.IsEmpty && @new.ColumnCount != layout.Columns.Length) || (oldKind != OldTupleKind.None && old.ColumnCount != layout.Columns.Length))
        {
            throw new PgOutputException($"A row of {layout.Table} has another number of columns than the layout before it, {layout.Columns.Length}.");
        }

        _changed[0] = layout;
        return new RawChange
        {
            Kind = RawChangeKind.Row,
            Transaction = Transaction,
            Lsn = _lastLsn,
            Ordinal = _ordinal,
            Tables = _changed,
            RowKind = kind,
            Image = new RowImage(oldKind, old.Columns, @new.Columns),
        };
    }

    private RawChange Truncate(TruncateMessage truncate)
    {
        _truncated.Clear();
        foreach (var relation in truncate.RelationIds)
        {
            _truncated.Add(_layouts.Of(relation));
        }

        return new RawChange
        {
            Kind = RawChangeKind.Truncate,
            Transaction = Transaction,
            Lsn = _lastLsn,
            Ordinal = _ordinal,
            Tables = CollectionsMarshal.AsSpan(_truncated),
            Cascade = truncate.Cascade,
            RestartIdentity = truncate.RestartIdentity,
        };
    }

    private RawChange Message(PgOutput.LogicalMessage message) => new()
    {
        Kind = RawChangeKind.Message,
        Transaction = message.IsTransactional ? Transaction : Alone(message.Lsn),
        Lsn = message.Lsn,

        // Not counted among those that share an LSN: rows keep their ids whether messages are asked for or not.
        Ordinal = MessageOrdinal,
        Prefix = message.Prefix,
        Content = message.Content,
        IsTransactional = message.IsTransactional,
        IsAlone = !message.IsTransactional,
    };

    /// <summary>What a message that is part of no transaction has in its place.</summary>
    private ChangeTransaction Alone(Lsn lsn) => _transaction is not null
        ? throw new PgOutputException("A message that is not transactional came within a transaction: the stream is not pgoutput's protocol version 1.")
        : new ChangeTransaction
        {
            Source = source,
            SystemIdentifier = systemIdentifier,
            CommitLsn = lsn,
            CommitTime = new DateTimeOffset(_message.Sent),
            TransactionId = 0,
        };
}
