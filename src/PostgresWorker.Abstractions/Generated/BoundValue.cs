namespace PostgresWorker.Generated;

/// <summary>What a property holds, bound to the type that the database gives it: made once for a layout and not for each value.</summary>
internal sealed class BoundValue
{
    private readonly TableName _table;
    private readonly string _column;
    private readonly string _columnType;
    private readonly bool _isPart;

    private BoundValue(TableName table, string column, string columnType, ValueShape shape, ColumnType type, bool isPart)
    {
        _table = table;
        _column = column;
        _columnType = columnType;
        _isPart = isPart;
        Type = type;
        TypeOid = type.BaseOid;
        Element = shape.Element is null || type.Element is null ? null : new BoundValue(table, column, columnType, shape.Element, type.Element, isPart: true);
        Fields = shape.Fields is null || type.Fields is null ? null : RowBinding.Create(type.Fields, shape.Fields.Columns);
    }

    /// <summary>The type, domains resolved.</summary>
    public ColumnType Type { get; }

    /// <summary>The type's OID, domains resolved.</summary>
    public uint TypeOid { get; }

    /// <summary>The elements of an array, the bounds of a range, the ranges of a multirange.</summary>
    public BoundValue? Element { get; }

    /// <summary>The fields of a composite.</summary>
    public RowBinding? Fields { get; }

    /// <summary>Binds a property to its column, which holds what the property needs: <see cref="ColumnTypes.CanRead"/> was asked.</summary>
    public static BoundValue Create(TableName table, RowColumn property, TableColumn column) =>
        new(table, column.Name, column.Type.Name, property, column.Type, isPart: false);

    /// <summary>The error for a value that does not fit.</summary>
    public RowReadException Misfit(string reason) => new(_table, _column, _columnType, reason);

    /// <summary>The error for a NULL where none is taken.</summary>
    public RowReadException Null() => Misfit(_isPart
        ? "a part of the value is NULL, but the type that the property gives its parts is not nullable; declare it with '?'."
        : "the value is NULL, but the property that declares the column is not nullable; declare it with '?'.");
}
