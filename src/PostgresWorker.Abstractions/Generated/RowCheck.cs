namespace PostgresWorker.Generated;

/// <summary>Finds what keeps a row type, or a composite's type, from being bound.</summary>
internal static class RowCheck
{
    /// <summary>Each problem, with the way out.</summary>
    /// <param name="layout">The table's columns, or the composite's fields.</param>
    /// <param name="columns">What is declared.</param>
    /// <param name="composite">The composite; null for a table.</param>
    /// <param name="path">The composite's column and a dot; empty for a table.</param>
    internal static List<string> Problems(TableLayout layout, ReadOnlySpan<RowColumn> columns, ColumnType? composite = null, string path = "")
    {
        List<string> problems = [];
        foreach (var column in columns)
        {
            var found = layout.Find(column.Name);
            if (found is not null)
            {
                AddMisfits(problems, column, found.Type, composite is null ? "column" : "field", path + column.Name);
            }
            else if (!column.IsNullable || !layout.LaterColumns.Contains(column.Name))
            {
                // Rows from before a column was added have no value in it. A column that is gone now is another matter: renamed, perhaps.
                var owner = composite is null ? "the table has no column" : $"the composite {composite.Name} has no field";
                problems.Add($"{owner} '{path}{column.Name}', which property {column.Property} declares; rename the property, give it [Column(\"...\")] or mark it [NotMapped]");
            }
        }

        return problems;
    }

    private static void AddMisfits(List<string> problems, RowColumn column, ColumnType type, string noun, string path)
    {
        if (ColumnTypes.CanRead(column, type))
        {
            return;
        }

        // Of a composite, or of several, the fields are told that do not fit.
        ValueShape shape = column;
        var part = type;
        while (shape.Element is { } element && part.Element is { } partElement && CanHold(shape.Kind, part.Kind))
        {
            shape = element;
            part = partElement;
        }

        if (shape is { Kind: ColumnKind.Composite, Fields: { } fields } && part.Fields is { } layout)
        {
            problems.AddRange(Problems(layout, fields.Columns, part, path + "."));
            return;
        }

        problems.Add($"{noun} '{path}' is {type.Name}, which property {column.Property} ({TypeNames.Describe(column)}) can't hold; {TypeNames.Suggest(type)}");
    }

    private static bool CanHold(ColumnKind kind, char type) => kind == ColumnKind.Range ? type == 'r' : type is 'a' or 'm';
}
