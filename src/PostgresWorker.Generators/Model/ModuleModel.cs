namespace PostgresWorker.Generators.Model;

/// <summary>All routes of an assembly, in the order of the module.</summary>
internal sealed record ModuleModel(string Namespace, EquatableArray<ListenerModel> Listeners)
{
    /// <summary>The module, or null where nothing can be generated.</summary>
    public static ModuleModel? Create(IEnumerable<MethodModel> methods, ProjectModel project) => project.CanGenerate
        ? new ModuleModel(project.RootNamespace, InOrder(methods.SelectMany(static method => method.Listeners)).ToEquatableArray())
        : null;

    /// <summary>The row types and their composites, each once and by itself, so that one that did not change is not written again.</summary>
    public static IEnumerable<RowModel> DistinctRows(IEnumerable<MethodModel> methods, ProjectModel project)
    {
        if (!project.CanGenerate)
        {
            return [];
        }

        // Constructed types that differ in nullable annotations only are one type to the runtime, and have one reader.
        var rows = methods
            .Select(static method => method.Row)
            .OfType<RowModel>()
            .SelectMany(static row => row.Composites.Prepend(row with { Composites = default }))
            .GroupBy(static row => row.Type, StringComparer.Ordinal)
            .Select(static same => same.OrderByDescending(static row => row.Columns.Sum(static column => column.Value.Parts().Count(static part => part.IsNullable))).First())
            .OrderBy(static row => row.Type, StringComparer.Ordinal)
            .ToList();

        // Roslyn takes no two files whose names differ in case only.
        return rows
            .GroupBy(static row => row.HintName, StringComparer.OrdinalIgnoreCase)
            .SelectMany(static same => same.Count() == 1
                ? same
                : same.Select(static row => row with { HintName = $"{row.Type.StableHash()}.{row.HintName}" }));
    }

    private static List<ListenerModel> InOrder(IEnumerable<ListenerModel> listeners)
    {
        var conflicts = new ListenerConflicts();
        return [.. listeners
            .OrderBy(static listener => listener, ListenerOrder.Instance)
            .Where(listener => conflicts.Find(listener, out _) == ListenerConflict.None)];
    }
}
