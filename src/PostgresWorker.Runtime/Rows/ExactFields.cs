using PostgresWorker.Generated;

namespace PostgresWorker.Rows;

/// <summary>Makes layouts in which a composite's value has all of its fields.</summary>
internal static class ExactFields
{
    public static TableLayout Of(TableLayout layout) => new(
        layout.Table,
        [.. layout.Columns.ToArray().Select(column => column with { Type = Of(column.Type) })],
        [.. layout.LaterColumns]);

    /// <summary>Whether the type is a composite, or has one as a part.</summary>
    public static bool Concern(ColumnType type) => type.Fields is not null || (type.Element is not null && Concern(type.Element));

    private static ColumnType Of(ColumnType type) => !Concern(type) ? type : type with
    {
        HasDroppedFields = false,
        HasAllFields = type.Fields is not null,
        Fields = type.Fields is null ? null : Of(type.Fields),
        Element = type.Element is null ? null : Of(type.Element),
    };
}
