namespace PostgresWorker.Generated;

/// <summary>A column that a row type declares.</summary>
/// <param name="Name">The column's name in the table.</param>
/// <param name="Property">The property or constructor parameter that takes its value.</param>
/// <param name="Kind">What is read.</param>
/// <param name="IsNullable">Whether NULL is a value of the property.</param>
public sealed record RowColumn(string Name, string Property, ColumnKind Kind, bool IsNullable);
