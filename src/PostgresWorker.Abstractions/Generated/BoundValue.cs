using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

/// <summary>What a property holds, bound to the type that the database gives it: made once for a layout and not for each value.</summary>
internal sealed class BoundValue
{
    private readonly TableName _table;
    private readonly string _path;
    private readonly string _pathType;
    private readonly bool _isPart;

    private BoundValue(TableName table, string path, string pathType, ValueShape shape, ColumnType type, bool isPart)
    {
        _table = table;
        _path = path;
        _pathType = pathType;
        _isPart = isPart;
        Type = type;
        TypeOid = type.BaseOid;
        IsPlainText = ColumnTypes.IsTextual(type) && !JsonToken.IsJson(type) && type.BaseOid != TypeOids.QuotedChar;
        IsNullable = shape.IsNullable;
        AcceptsUnchanged = shape is RowColumn { AcceptsUnchanged: true };
        Element = shape.Element is null || type.Element is null ? null : new BoundValue(table, path, pathType, shape.Element, type.Element, isPart: true);
        Fields = shape.Fields is null || type.Fields is null ? null : RowBinding.CreateFields(table, path, type, shape.Fields.Columns);
    }

    /// <summary>Of a column, or a field, the slot of the row type that takes it.</summary>
    public int Slot { get; private init; }

    /// <summary>The type, domains resolved.</summary>
    public ColumnType Type { get; }

    /// <summary>The type's OID, domains resolved.</summary>
    public uint TypeOid { get; }

    /// <summary>Whether the bytes are the value's text in every form.</summary>
    public bool IsPlainText { get; }

    /// <summary>Whether NULL is a value of the property.</summary>
    public bool IsNullable { get; }

    /// <summary>Whether the property takes it that the value is not sent.</summary>
    public bool AcceptsUnchanged { get; }

    /// <summary>The elements of an array, the bounds of a range, the ranges of a multirange.</summary>
    public BoundValue? Element { get; }

    /// <summary>The fields of a composite.</summary>
    public RowBinding? Fields { get; }

    /// <summary>Binds a property to its column, which holds what the property needs: <see cref="ColumnTypes.CanRead"/> was asked.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">The column's name; for the field of a composite the column's, a dot and the field's.</param>
    /// <param name="property">The property.</param>
    /// <param name="type">The column's type.</param>
    /// <param name="slot">The property's slot.</param>
    public static BoundValue Create(TableName table, string path, RowColumn property, ColumnType type, int slot) =>
        new(table, path, type.Name, property, type, isPart: false) { Slot = slot };

    /// <summary>The error for a value that does not fit.</summary>
    public RowReadException Misfit(string reason) => new(_table, _path, _pathType, reason);

    /// <summary>The error for a NULL where none is taken.</summary>
    public RowReadException Null() => Misfit(_isPart
        ? "an element of the value is NULL, but the elements of the property's type are not nullable; declare them with '?'."
        : "the value is NULL, but the property that declares the column is not nullable; declare it with '?'.");
}
