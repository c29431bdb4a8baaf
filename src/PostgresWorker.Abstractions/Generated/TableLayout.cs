namespace PostgresWorker.Generated;

/// <summary>One version of a table's columns, in the order of the wire. Immutable: a change of the table makes a new one.</summary>
/// <remarks>The fields of a composite are told so too.</remarks>
/// <param name="table">The table.</param>
/// <param name="columns">The columns in the order of the wire.</param>
/// <param name="laterColumns">Columns that the table has now, but did not have when the rows of this layout were written.</param>
public sealed class TableLayout(TableName table, TableColumn[] columns, string[]? laterColumns = null)
{
    /// <summary>The table.</summary>
    public TableName Table { get; } = table;

    /// <summary>The columns in the order of the wire.</summary>
    public ReadOnlySpan<TableColumn> Columns => columns;

    /// <summary>Columns that the table has now, but did not have when the rows of this layout were written.</summary>
    public ReadOnlySpan<string> LaterColumns => laterColumns;

    /// <summary>The column of that name, which is compared as it stands in the catalog; null where there is none.</summary>
    internal TableColumn? Find(string name) => Array.Find(columns, column => column.Name == name);
}
