namespace PostgresWorker.Generated;

/// <summary>What a reader of any row type says of it.</summary>
public abstract class RowReader
{
    /// <summary>The columns that the row type declares; a column's index is the slot that <see cref="TupleReader.Next"/> gives.</summary>
    public abstract ReadOnlySpan<RowColumn> Columns { get; }
}

/// <summary>Makes rows of one type from tuples, and writes them as JSON. The generator writes one for each row type, and for each type of a composite.</summary>
/// <typeparam name="T">The row type.</typeparam>
public abstract class RowReader<T> : RowReader
{
    /// <summary>Reads one tuple from its first column to its last.</summary>
    /// <exception cref="RowReadException">A value does not fit its property.</exception>
    public abstract T Read(ref TupleReader tuple);

    /// <summary>Writes each column of a row, but for those that an update left as they were and did not carry.</summary>
    /// <param name="writer">Where to write them.</param>
    /// <param name="row">The row.</param>
    public abstract void Write(RowWriter writer, T row);
}
