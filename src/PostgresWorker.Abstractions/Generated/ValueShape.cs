namespace PostgresWorker.Generated;

/// <summary>What is read from a value: that of a column, or of a part of one.</summary>
/// <param name="Kind">What is read.</param>
/// <param name="IsNullable">Whether NULL is a value of the C# type.</param>
public record ValueShape(ColumnKind Kind, bool IsNullable)
{
    /// <summary>For arrays and lists their elements, for ranges their bounds; otherwise null.</summary>
    public ValueShape? Element { get; init; }

    /// <summary>For composites the reader of their fields; otherwise null.</summary>
    public RowReader? Fields { get; init; }
}
