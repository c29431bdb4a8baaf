namespace PostgresWorker;

/// <summary>A table's columns do not fit the row type of a listener.</summary>
public sealed class RowLayoutException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="table">The table.</param>
    /// <param name="problems">Each problem, with the way out.</param>
    public RowLayoutException(TableName table, IReadOnlyList<string> problems)
        : base($"Table {table} does not fit its row type: {string.Join("; ", problems)}.")
    {
        Table = table;
        Problems = problems;
    }

    /// <summary>The table.</summary>
    public TableName Table { get; }

    /// <summary>Each problem, with the way out.</summary>
    public IReadOnlyList<string> Problems { get; }
}
