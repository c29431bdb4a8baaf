namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>Code with listeners as people write it: the samples, and what tests declare.</summary>
internal static class Samples
{
    /// <summary>Each project's files by its name.</summary>
    public static IReadOnlyDictionary<string, (string Path, string Text)[]> All { get; } = new[]
    {
        ("Sources.Order", [("Order.cs", Sources.Order), ("OrderListeners.cs", Sources.OrderListeners)]),
        ("Sources.Everything", [("Everything.cs", Sources.Everything)]),
        ("Sources.Handlers", [("Handlers.cs", Sources.Handlers)]),
        ("ValueSources.All", [("Values.cs", ValueSources.All)]),
        ("Sources.Shapes", [("Shapes.cs", Sources.Shapes)]),
        ("Sources.NarrowShapes", [("NarrowShapes.cs", Sources.NarrowShapes)]),
        ("Sources.Policies", [("Policies.cs", Sources.Policies)]),
        ("Sources.Untyped", [("Json.cs", Sources.ShopJson), ("Untyped.cs", Sources.Untyped)]),
        Folder("tests", "PostgresWorker.TestWorker"),
        Folder("tests", "PostgresWorker.TestWorker.Shapes"),
    }.Concat(Directory.GetDirectories(Path.Combine(Golden.Root, "samples")).Order(StringComparer.Ordinal).Select(static folder => Folder("samples", Path.GetFileName(folder))))
        .ToDictionary(static sample => sample.Item1, static sample => sample.Item2, StringComparer.Ordinal);

    private static (string, (string Path, string Text)[]) Folder(params string[] parts)
    {
        var folder = Path.Combine([Golden.Root, .. parts]);
        var files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Where(static path => !path.StartsWith("obj", StringComparison.Ordinal) && !path.StartsWith("bin", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllText(Path.Combine(folder, path))));
        return (string.Join('/', parts), [.. files]);
    }
}
