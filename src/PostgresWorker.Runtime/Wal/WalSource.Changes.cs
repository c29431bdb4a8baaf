using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using PostgresWorker.FailPoints;
using PostgresWorker.Generated;
using PostgresWorker.Sources;
using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Wal;

/// <content>What pgoutput's messages are as changes.</content>
internal sealed partial class WalSource
{
    /// <inheritdoc />
    public void GetCurrent(out RawChange change)
    {
        var message = _message.Data.Span;
        switch (PgOutputDecoder.KindOf(message))
        {
            case PgOutputMessageKind.Insert:
                Insert(message, out change);
                break;
            case PgOutputMessageKind.Update:
                Update(message, out change);
                break;
            case PgOutputMessageKind.Delete:
                Delete(message, out change);
                break;
            case var kind:
                change = Rare(kind, message);
                break;
        }
    }

    private RawChange Rare(PgOutputMessageKind kind, ReadOnlySpan<byte> message) => kind switch
    {
        PgOutputMessageKind.Begin => new RawChange { Kind = RawChangeKind.Begin, Transaction = Transaction },
        PgOutputMessageKind.Commit => Commit(PgOutputDecoder.Commit(message)),
        PgOutputMessageKind.Truncate => Truncate(PgOutputDecoder.Truncate(message)),
        PgOutputMessageKind.Message => Message(PgOutputDecoder.LogicalMessage(message)),
        _ => throw new InvalidOperationException($"{kind} is no change."),
    };

    private RawChange Commit(CommitMessage commit) => new() { Kind = RawChangeKind.Commit, Transaction = Transaction, Lsn = Mutants.Are(Mutant.ConfirmsCommitRecord) ? commit.CommitLsn : commit.EndLsn };

    private void Insert(ReadOnlySpan<byte> message, out RawChange change)
    {
        var insert = PgOutputDecoder.Insert(message);
        Row(insert.RelationId, ChangeKinds.Inserted, OldTupleKind.None, default, insert.New, out change);
    }

    private void Update(ReadOnlySpan<byte> message, out RawChange change)
    {
        var update = PgOutputDecoder.Update(message);
        Row(update.RelationId, ChangeKinds.Updated, update.OldKind, update.Old, update.New, out change);
    }

    private void Delete(ReadOnlySpan<byte> message, out RawChange change)
    {
        var delete = PgOutputDecoder.Delete(message);
        Row(delete.RelationId, ChangeKinds.Deleted, delete.OldKind, delete.Old, default, out change);
    }

    private void Row(uint relation, ChangeKinds kind, OldTupleKind oldKind, TupleData old, TupleData @new, out RawChange change)
    {
        var layout = _layouts.Of(relation);
        if ((!@new.Columns.IsEmpty && @new.ColumnCount != layout.Columns.Length) || (oldKind != OldTupleKind.None && old.ColumnCount != layout.Columns.Length))
        {
            throw new PgOutputException($"A row of {layout.Table} has another number of columns than the layout before it, {layout.Columns.Length}.");
        }

        _changed[0] = layout;

        // Field by field, in its place: the compiler makes an object initializer's elsewhere and copies it.
        change = default;
        change.Kind = RawChangeKind.Row;
        change.Transaction = Transaction;
        change.Lsn = _lastLsn;
        change.Ordinal = _ordinal;
        change.Tables = _changed;
        change.RowKind = kind;
        change.Image = new RowImage(oldKind, old.Columns, @new.Columns);
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

    /// <summary>Looks at what is larger than may be: what nobody is to have may be as large as it likes.</summary>
    /// <returns>Whether it is passed over here; a change of a transaction that is skipped is by its kind alone.</returns>
    /// <exception cref="ChangeTooLargeException">Somebody is to have it.</exception>
    private bool PassesOverCut()
    {
        var head = _message.Data.Span;
        var isMessage = PgOutputDecoder.KindOf(head) is PgOutputMessageKind.Message;
        if (!_resent.IsInTransaction && !skipped.IsInTransaction && (!isMessage || IsTaken(head)))
        {
            throw TooLarge();
        }

        return isMessage;
    }

    /// <summary>Whether a listener takes messages of the prefix: kind, int8 flags, int64 LSN, then the prefix and a zero.</summary>
    private bool IsTaken(ReadOnlySpan<byte> head)
    {
        const int PrefixAt = sizeof(byte) + sizeof(byte) + sizeof(long);
        var prefix = head[PrefixAt..];
        var end = prefix.IndexOf((byte)0);

        // One that is longer than the head may be anybody's.
        return end < 0 || messages.Prefixes.Contains(Encoding.UTF8.GetString(prefix[..end]));
    }

    /// <summary>Names a change of which no more was read than where it belongs: kind and int32 relation.</summary>
    private ChangeTooLargeException TooLarge()
    {
        var head = _message.Data.Span;
        if (PgOutputDecoder.KindOf(head) is PgOutputMessageKind.Message)
        {
            return new ChangeTooLargeException(source, "A logical message", $"{systemIdentifier}:{_transaction?.CommitLsn ?? _message.Start}:{_message.Start}:{MessageOrdinal}", _message.Length);
        }

        Count(_message.Start);
        var table = _layouts.Of(BinaryPrimitives.ReadUInt32BigEndian(head[1..])).Table;
        return new ChangeTooLargeException(source, $"A change of {table}", new ChangeContext(Transaction, table, _lastLsn, _ordinal).Id, _message.Length);
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
