using PostgresWorker.Generated;

namespace PostgresWorker.Snapshots;

/// <summary>
/// Rows of a table that were read at one moment, and what that moment was. A transaction of the stream is in them or comes after them: never both, and never neither.
/// </summary>
internal sealed class Chunk
{
    private readonly Dictionary<byte[], ChunkRow> _byKey = new(RowKey.Comparer);
    private int _next;

    /// <summary>The snapshot's number.</summary>
    public required long Snapshot { get; init; }

    public required TableLayout Layout { get; init; }

    public required IReadOnlyList<ChunkRow> Rows { get; init; }

    /// <summary>What the rows have in them.</summary>
    public required VisibleTransactions Visible { get; init; }

    /// <summary>Where the log stood behind the commits of all of <see cref="Visible"/>, or later.</summary>
    public required Lsn End { get; set; }

    /// <summary>When they were read, by the server's clock.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The texts of the last row's key, behind which the next chunk begins; null where there was no row.</summary>
    public required string[]? LastKey { get; init; }

    /// <summary>Whether there is nothing behind it.</summary>
    public required bool IsLast { get; init; }

    /// <summary>Where the last unit ends that rows of it were handed out in: they are handled when that is.</summary>
    public Lsn HandedOut { get; set; }

    public TableName Table => Layout.Table;

    /// <summary>Makes rows findable; once, when all are there.</summary>
    public void Index()
    {
        foreach (var row in Rows)
        {
            _byKey[row.Key] = row;
        }
    }

    /// <summary>Takes the row of that key; null where there is none, or no more.</summary>
    public ChunkRow? Take(byte[] key)
    {
        if (!_byKey.TryGetValue(key, out var row) || row.IsHandedOut)
        {
            return null;
        }

        row.IsHandedOut = true;
        return row;
    }

    /// <summary>Takes the next row in the order of reading; null where there is none any more.</summary>
    public ChunkRow? Take()
    {
        while (_next < Rows.Count)
        {
            var row = Rows[_next++];
            if (!row.IsHandedOut)
            {
                row.IsHandedOut = true;
                return row;
            }
        }

        return null;
    }

    /// <summary>Whether a row is still to be handed out.</summary>
    public bool HasMore
    {
        get
        {
            while (_next < Rows.Count && Rows[_next].IsHandedOut)
            {
                _next++;
            }

            return _next < Rows.Count;
        }
    }
}
