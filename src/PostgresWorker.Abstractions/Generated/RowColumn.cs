namespace PostgresWorker.Generated;

/// <summary>A column that a row type declares, or a field that a composite's type does.</summary>
/// <param name="Name">The column's name in the table.</param>
/// <param name="Property">The property or constructor parameter that takes its value.</param>
/// <param name="Kind">What is read.</param>
/// <param name="IsNullable">Whether NULL is a value of the property.</param>
public sealed record RowColumn(string Name, string Property, ColumnKind Kind, bool IsNullable) : ValueShape(Kind, IsNullable)
{
    /// <summary>Whether the property is an <c>Unchanged</c> value, which takes it that an update does not carry a large value that it left as it was.</summary>
    public bool AcceptsUnchanged { get; init; }
}
