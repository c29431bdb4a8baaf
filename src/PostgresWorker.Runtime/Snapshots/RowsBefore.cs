using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.Snapshots;

/// <summary>Says of each change of the stream which rows of a chunk must come before it.</summary>
internal sealed class RowsBefore(Chunk chunk)
{
    private readonly Queue<ChunkRow> _rows = new();
    private bool _isSeen;
    private bool _hasTaken;

    public Chunk Chunk => chunk;

    /// <summary>Whether a change concerned a row that can't be told, for it was written with another key. The rows are of no use then.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Looks at a change.</summary>
    /// <returns>Whether all rows that are left must come before it, as a unit: nothing that they have is behind it.</returns>
    public bool Look(in RawChange change)
    {
        switch (change.Kind)
        {
            case RawChangeKind.Begin when change.Transaction.CommitLsn >= chunk.End:
                return true;
            case RawChangeKind.Begin:
                _isSeen = chunk.Visible.Has(change.Transaction.TransactionId);
                break;
            case RawChangeKind.Commit when _hasTaken:
                chunk.HandedOut = change.Lsn;
                _hasTaken = false;
                break;
            case RawChangeKind.Row when !_isSeen && change.Tables[0].Table == chunk.Table:
                LookAtRow(change.Tables[0], change.Image);
                break;
            case RawChangeKind.Truncate when !_isSeen && Truncates(change.Tables):
                LookAtAll();
                break;
        }

        return false;
    }

    /// <summary>Takes the next row that must come before what was looked at; null where there is none any more.</summary>
    public ChunkRow? Take() => _rows.TryDequeue(out var row) ? row : null;

    /// <summary>The row that a change concerns, by its old key or its new one.</summary>
    private void LookAtRow(TableLayout layout, in RowImage image)
    {
        if (!RowKey.IsSame(layout, chunk.Layout))
        {
            IsLost = true;
            return;
        }

        if (image.OldKind != OldTupleKind.None)
        {
            Add(chunk.Take(RowKey.Of(layout, image.Old, default)));
        }

        if (!image.New.IsEmpty)
        {
            Add(chunk.Take(RowKey.Of(layout, image.New, image.Old)));
        }
    }

    private void LookAtAll()
    {
        while (chunk.Take() is { } row)
        {
            Add(row);
        }
    }

    private void Add(ChunkRow? row)
    {
        if (row is not null)
        {
            _rows.Enqueue(row);
            _hasTaken = true;
        }
    }

    private bool Truncates(ReadOnlySpan<TableLayout> tables)
    {
        foreach (var table in tables)
        {
            if (table.Table == chunk.Table)
            {
                return true;
            }
        }

        return false;
    }
}
