using PostgresWorker.Generated;
using PostgresWorker.Sources;
using PostgresWorker.Wal;

namespace PostgresWorker.Snapshots;

/// <summary>The row that is handed out, as a change of the transaction that it comes in: the stream's, before one of its changes, or one of its own.</summary>
/// <param name="source">The source's name.</param>
/// <param name="stream">The stream.</param>
internal sealed class RowCursor(string source, IStreamingSource stream)
{
    private readonly TableLayout[] _tables = new TableLayout[1];
    private ChangeTransaction? _around;
    private ChangeTransaction? _transaction;
    private Chunk? _chunk;
    private ChunkRow? _row;

    public RawChange Begin => new() { Kind = RawChangeKind.Begin, Transaction = _transaction! };

    public RawChange Commit => new() { Kind = RawChangeKind.Commit, Transaction = _transaction!, Lsn = _chunk!.End };

    public RawChange Row => new()
    {
        Kind = RawChangeKind.Row,
        Transaction = _transaction!,
        Tables = _tables,
        RowKind = ChangeKinds.Existing,
        Image = new RowImage(OldTupleKind.None, default, _row!.Tuple),
        Id = _row.Id,
    };

    /// <summary>A unit begins.</summary>
    /// <param name="first">The first rows of it.</param>
    public void Enter(Chunk first)
    {
        _around = null;
        Describe(first);
    }

    /// <summary>Rows come before a change of the stream.</summary>
    public void Enter(ChangeTransaction around) => (_around, _chunk) = (around, null);

    public void Move((Chunk Chunk, ChunkRow Row) next)
    {
        _row = next.Row;
        if (next.Chunk != _chunk)
        {
            Describe(next.Chunk);
        }
    }

    private void Describe(Chunk chunk)
    {
        _chunk = chunk;
        _tables[0] = chunk.Layout;
        _transaction = new ChangeTransaction
        {
            Source = source,
            SystemIdentifier = stream.SystemIdentifier,
            Snapshot = chunk.Snapshot,
            CommitLsn = _around?.CommitLsn ?? chunk.End,
            CommitTime = _around?.CommitTime ?? chunk.ReadAt,
            TransactionId = _around?.TransactionId ?? 0,
        };
    }
}
