using PostgresWorker.Sources;

namespace PostgresWorker.Snapshots;

/// <summary>Rows of several tables that were read at the same time, and are handed out as one unit: which of them must come before what the stream is at, and which are left.</summary>
internal sealed class ReadTogether
{
    private readonly List<RowsBefore> _tables;

    /// <param name="chunks">One of each table; none where nothing was read.</param>
    public ReadTogether(IReadOnlyList<Chunk> chunks)
    {
        _tables = [.. chunks.Select(chunk => new RowsBefore(chunk))];

        // Two units that ended at the same position would be finished by the first. All of them may end where the last one does: what is committed before that and is not in the rows finds its row by its key.
        End = _tables.Count == 0 ? Lsn.None : chunks.Max(chunk => chunk.End);
        foreach (var chunk in chunks)
        {
            chunk.End = End;
        }
    }

    /// <summary>Behind this nothing is that the rows have.</summary>
    public Lsn End { get; }

    /// <summary>Whether there are no tables, or none any more.</summary>
    public bool IsEmpty => _tables.Count == 0;

    public IEnumerable<Chunk> Chunks => _tables.Select(table => table.Chunk);

    /// <summary>Whether a row is still to be handed out.</summary>
    public bool HasMore => _tables.Exists(table => table.Chunk.HasMore);

    /// <summary>Looks at a change. The rows of a table whose key has changed meanwhile are dropped: they are read again, when the stream may be behind that.</summary>
    /// <returns>Whether all rows that are left must come before it, as a unit.</returns>
    public bool Look(in RawChange change)
    {
        var isBehind = false;
        foreach (var table in _tables)
        {
            isBehind |= table.Look(change);
        }

        _tables.RemoveAll(table => table.IsLost);
        return isBehind && !IsEmpty;
    }

    /// <summary>Takes the next row that must come before what was looked at.</summary>
    /// <returns>The row and what it is of; null where there is none any more.</returns>
    public (Chunk Chunk, ChunkRow Row)? TakeBefore()
    {
        foreach (var table in _tables)
        {
            if (table.Take() is { } row)
            {
                return (table.Chunk, row);
            }
        }

        return null;
    }

    /// <summary>Takes the next row of those that are left; null where there is none any more.</summary>
    public (Chunk Chunk, ChunkRow Row)? Take()
    {
        foreach (var table in _tables)
        {
            if (table.Chunk.Take() is { } row)
            {
                return (table.Chunk, row);
            }
        }

        return null;
    }
}
