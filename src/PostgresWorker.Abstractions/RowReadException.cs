namespace PostgresWorker;

/// <summary>
/// A column's value does not fit the property that declares it: a NULL for a non-nullable property, a number beyond the type's range,
/// an infinite timestamp, an unknown enum label. Nothing is rounded or replaced.
/// </summary>
public sealed class RowReadException : Exception
{
    /// <summary>Creates the exception for <paramref name="column"/> of <paramref name="table"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="columnType">The column's Postgres type.</param>
    /// <param name="reason">What does not fit and what to do.</param>
    public RowReadException(TableName table, string column, string columnType, string reason)
        : base($"Column '{column}' ({columnType}) of table {table}: {reason}")
    {
        Table = table;
        Column = column;
        ColumnType = columnType;
    }

    /// <summary>The table.</summary>
    public TableName Table { get; }

    /// <summary>The column.</summary>
    public string Column { get; }

    /// <summary>The column's Postgres type.</summary>
    public string ColumnType { get; }
}
