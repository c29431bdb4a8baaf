namespace PostgresWorker.Generators.Model;

/// <summary>A column that a row type declares.</summary>
/// <param name="Name">The column's name in the table.</param>
/// <param name="Property">The property's name.</param>
/// <param name="Kind">What is read.</param>
/// <param name="Type">The property's type without <c>?</c>, as written in generated code.</param>
/// <param name="IsReference">Whether it is a class.</param>
/// <param name="IsNullable">Whether NULL is a value of the property.</param>
/// <param name="Enum">The labels, for an enum.</param>
internal sealed record ColumnModel(string Name, string Property, ColumnKind Kind, string Type, bool IsReference, bool IsNullable, EnumModel? Enum);

/// <summary>The seam's kinds of columns, by the same names.</summary>
internal enum ColumnKind
{
    Boolean,
    Int16,
    Int32,
    Int64,
    Single,
    Double,
    Decimal,
    String,
    Guid,
    Bytes,
    DateTime,
    DateTimeOffset,
    DateOnly,
    TimeOnly,
    TimeSpan,
    Enum,
}
