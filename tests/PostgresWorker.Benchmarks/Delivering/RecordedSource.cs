using System.Buffers.Binary;
using PostgresWorker.Generated;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Benchmarks;

/// <summary>Inserts of orders as a stream has them, again and again, each of another key: nothing is waited for, and nothing is read from anywhere. When there are no more it waits until it is cancelled.</summary>
/// <param name="changes">How many.</param>
/// <param name="ofTransaction">How many of them each transaction has.</param>
/// <param name="keys">How many keys they are of.</param>
/// <param name="tables">The tables, in turn.</param>
internal sealed class RecordedSource(int changes, int ofTransaction, int keys, params TableLayout[] tables) : IChangeSource
{
    // Kind, int32 relation, 'N', int16 columns; then the tuple, whose first value is the key.
    private const int Head = 1 + sizeof(int) + 1 + sizeof(short), KeyAt = Head + 1 + sizeof(int);

    private readonly byte[] _insert = [(byte)'I', 0, 0, 0, 1, (byte)'N', 0, 6, .. OrderTuple.Bytes];
    private readonly TableLayout[] _tables = tables.Length > 0 ? tables : [OrderTuple.Layout];
    private readonly ChangeTransaction _transaction = new() { Source = "bench", SystemIdentifier = "1", CommitLsn = new Lsn(2), CommitTime = default, TransactionId = 3 };
    private int _handedOut;
    private int _inTransaction = -1;
    private ulong _end = 10;

    public Lsn Start => Lsn.None;

    public Epoch Epoch => throw new InvalidOperationException("Nothing is written here.");

    public void GetCurrent(out RawChange change)
    {
        change = default;
        change.Transaction = _transaction;
        if (_inTransaction == 0)
        {
            change.Kind = RawChangeKind.Begin;
            return;
        }

        change.Lsn = new Lsn(_end);
        if (_inTransaction == ofTransaction + 1)
        {
            change.Kind = RawChangeKind.Commit;
            return;
        }

        var insert = PgOutputDecoder.Insert(_insert);
        change.Kind = RawChangeKind.Row;
        change.Ordinal = _inTransaction;
        change.Tables = _tables.AsSpan(_handedOut % _tables.Length, 1);
        change.RowKind = ChangeKinds.Inserted;
        change.Image = new RowImage(OldTupleKind.None, default, insert.New.Columns);
    }

    public ValueTask MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_inTransaction == ofTransaction + 1 || _inTransaction < 0)
        {
            if (_handedOut >= changes)
            {
                return new ValueTask(Task.Delay(Timeout.Infinite, cancellationToken));
            }

            _inTransaction = 0;
            return default;
        }

        if (++_inTransaction <= ofTransaction)
        {
            BinaryPrimitives.WriteInt64BigEndian(_insert.AsSpan(KeyAt), _handedOut++ % keys);
        }
        else
        {
            _end++;
        }

        return default;
    }

    public IAcknowledgements Acknowledge(in AcknowledgeSettings settings) => throw new InvalidOperationException("Nobody is told here.");

    public ValueTask DisposeAsync() => default;
}
