using PostgresWorker.Generated;

namespace PostgresWorker.DeadLetters;

/// <summary>Turns layouts into what is kept of them, and back.</summary>
internal static class StoredLayouts
{
    public static StoredLayout Of(TableLayout layout) => new(
        layout.Table.Schema,
        layout.Table.Name,
        [.. layout.Columns.ToArray().Select(column => new StoredColumn(column.Name, Of(column.Type), column.IsInIdentity, column.IsInKey))],
        [.. layout.LaterColumns.ToArray()]);

    /// <param name="stored">What was kept.</param>
    /// <param name="current">The columns that the table has now; those that it had not then are later ones.</param>
    public static TableLayout ToLayout(StoredLayout stored, IEnumerable<string>? current = null) => new(
        new TableName(stored.Schema, stored.Name),
        [.. stored.Columns.Select(column => new TableColumn(column.Name, ToType(column.Type), column.IsInIdentity, column.IsInKey))],
        [.. stored.LaterColumns.Union(current ?? [], StringComparer.Ordinal).Except(stored.Columns.Select(column => column.Name), StringComparer.Ordinal)]);

    private static StoredType Of(ColumnType type) => new(type.Name, type.BaseOid, type.Kind, type.BaseName)
    {
        Oid = type.Oid,
        Element = type.Element is null ? null : Of(type.Element),
        Delimiter = type.Delimiter,
        Fields = type.Fields is null ? null : Of(type.Fields),
        HasDroppedFields = type.HasDroppedFields,
        HasAllFields = type.HasAllFields,
    };

    private static ColumnType ToType(StoredType stored) => new(stored.Name, stored.BaseOid, stored.Kind, stored.BaseName)
    {
        // Only a domain has one of its own.
        Oid = stored.Oid == stored.BaseOid ? 0 : stored.Oid,
        Element = stored.Element is null ? null : ToType(stored.Element),
        Delimiter = stored.Delimiter,
        Fields = stored.Fields is null ? null : ToLayout(stored.Fields),
        HasDroppedFields = stored.HasDroppedFields,
        HasAllFields = stored.HasAllFields,
    };
}
