using System.Buffers.Binary;
using PostgresWorker.Generated;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Tests.Delivery.Allocation;

/// <summary>
/// Transactions of inserted orders, each with an id of its own, as Postgres 15.18 sent one with <c>'binary', 'true'</c>: what a stream's source does with each message, without the
/// connection.
/// </summary>
/// <param name="inserts">How many orders a transaction has.</param>
internal sealed class RecordedOrders(int inserts) : IChangeSource
{
    private const int Id = 13;

    private static readonly byte[] Begin = Convert.FromHexString("42000000000152a5e000030459cc95a916000002d7");

    private static readonly byte[] Commit = Convert.FromHexString("4300000000000152a5e0000000000152a61000030459cc95a916");

    // (4711, 42, 'shipped', 1234.56, '2026-11-22 12:00+00', 'leave it with Ana').
    private readonly byte[] _insert = Convert.FromHexString(
        "49000040074e0006620000000800000000000012676200000008000000000000002a620000000773686970706564620000000c000200000000000204d215e06200000008000303dafc40f00062000000116c65617665206974207769746820416e61");

    private readonly TableLayout[] _tables = [Order.Layout];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _confirmed = new();
    private ChangeTransaction? _transaction;
    private long _last, _id;
    private ulong _end;

    // The mark or order within the transaction: beyond the orders, at its end.
    private int _place = inserts + 1;

    public Lsn Start => Lsn.None;

    public Epoch Epoch => throw new NotSupportedException();

    public void GetCurrent(out RawChange change) => change = _place == 0 ? new RawChange { Kind = RawChangeKind.Begin, Transaction = _transaction! }
        : _place <= inserts ? Row(PgOutputDecoder.Insert(_insert))
        : new RawChange { Kind = RawChangeKind.Commit, Transaction = _transaction!, Lsn = new Lsn(++_end) };

    /// <summary>How many orders were read.</summary>
    public long Read => Volatile.Read(ref _id);

    /// <summary>Lets some more transactions come.</summary>
    /// <returns>Completes when all that have come are confirmed.</returns>
    public Task SendAsync(int transactions)
    {
        _confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Add(ref _last, transactions);
        Volatile.Read(ref _more).TrySetResult();
        return _confirmed.Task;
    }

    /// <summary>Everything up to a position is handled.</summary>
    public void Confirm(Lsn position)
    {
        if (position.Value == (ulong)Interlocked.Read(ref _last))
        {
            _confirmed.TrySetResult();
        }
    }

    public ValueTask MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_place > inserts && _end == (ulong)Interlocked.Read(ref _last))
        {
            return WaitAsync(cancellationToken);
        }

        MoveNext();
        return default;
    }

    public IAcknowledgements Acknowledge(in AcknowledgeSettings settings) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;

    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        await _more.Task.WaitAsync(cancellationToken);
        _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await MoveNextAsync(cancellationToken);
    }

    private void MoveNext()
    {
        if (_place > inserts)
        {
            var begin = PgOutputDecoder.Begin(Begin);
            _transaction = new ChangeTransaction
            {
                Source = "shop",
                SystemIdentifier = "7300000000000000001",
                CommitLsn = begin.CommitLsn,
                CommitTime = begin.CommitTime,
                TransactionId = begin.TransactionId,
            };
            _place = 0;
        }
        else if (++_place <= inserts)
        {
            BinaryPrimitives.WriteInt64BigEndian(_insert.AsSpan(Id), ++_id);
        }
        else
        {
            PgOutputDecoder.Commit(Commit);
        }
    }

    private RawChange Row(InsertMessage insert) => new()
    {
        Kind = RawChangeKind.Row,
        Transaction = _transaction!,
        Lsn = new Lsn((ulong)_id),
        Tables = _tables,
        RowKind = ChangeKinds.Inserted,
        Image = new RowImage(OldTupleKind.None, default, insert.New.Columns),
    };
}
