namespace PostgresWorker.Generated;

/// <summary>Makes rows of one type from tuples. The generator writes one for each row type.</summary>
/// <typeparam name="T">The row type.</typeparam>
public abstract class RowReader<T>
{
    /// <summary>The columns that <typeparamref name="T"/> declares; a column's index is the slot that <see cref="TupleReader.Next"/> gives.</summary>
    public abstract ReadOnlySpan<RowColumn> Columns { get; }

    /// <summary>Reads one tuple from its first column to its last.</summary>
    /// <exception cref="RowReadException">A value does not fit its property.</exception>
    public abstract T Read(ref TupleReader tuple);
}
