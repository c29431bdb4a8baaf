using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generators;

namespace PostgresWorker.Benchmarks;

/// <summary>A project of 500 row types of ten columns, a file each, and 500 listeners, in 100 classes; and a file that has to do with none of them.</summary>
internal static class BigProject
{
    public const int Size = 500;
    private const int ListenersOfAClass = 5;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp13);

    public static CSharpCompilation Create() => CSharpCompilation.Create(
        "Shop",
        [
            Parse("Usings.cs", "global using System; global using System.Threading; global using System.Threading.Tasks; global using PostgresWorker;"),
            .. Enumerable.Range(0, Size).Select(static number => Parse($"Row{number}.cs", Row(number))),
            .. Enumerable.Range(0, Size / ListenersOfAClass).Select(static number => Parse($"Listeners{number}.cs", Listeners(number, ""))),
            Parse("Other.cs", Other("")),
        ],
        References(),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create([new WorkerGenerator().AsSourceGenerator()], parseOptions: Options);

    /// <summary>What someone types within a method's body of a file without listeners and rows.</summary>
    public static CSharpCompilation TypeInAnotherBody(CSharpCompilation project, int keystroke) =>
        Replace(project, "Other.cs", Other($"_ = {keystroke};"));

    /// <summary>What someone types between the members of such a file.</summary>
    public static CSharpCompilation TypeAnotherMember(CSharpCompilation project, int keystroke) =>
        Replace(project, "Other.cs", Other("}  public int More" + keystroke + "() { return 1; "));

    /// <summary>What someone types in the body of a listener.</summary>
    public static CSharpCompilation TypeInAListener(CSharpCompilation project, int keystroke) =>
        Replace(project, "Listeners50.cs", Listeners(50, $"_ = {keystroke};"));

    /// <summary>A new column in one row.</summary>
    public static CSharpCompilation TypeAColumn(CSharpCompilation project, int keystroke) =>
        Replace(project, "Row250.cs", Row(250).Replace("string? Note", $"string? Note, int More{keystroke}", StringComparison.Ordinal));

    private static CSharpCompilation Replace(CSharpCompilation project, string path, string text) =>
        project.ReplaceSyntaxTree(project.SyntaxTrees.Single(tree => tree.FilePath == path), Parse(path, text));

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, Options, path);

    private static string Row(int number) => $$"""
        namespace Shop.Rows;

        public enum Status{{number}} { Placed, Paid, Shipped }

        /// <summary>A row.</summary>
        public sealed record Row{{number}}(
            long Id, long CustomerId, Status{{number}} Status, decimal Total, DateTimeOffset PlacedAt,
            string Name, bool Paid, int Lines, Guid Reference, string? Note);
        """;

    private static string Listeners(int number, string typed) => $$"""
        using Shop.Rows;

        namespace Shop;

        public sealed class Listeners{{number}}(IServiceProvider services)
        {
        {{string.Concat(Enumerable.Range(number * ListenersOfAClass, ListenersOfAClass).Select(row => $$"""
                [PostgresListener("shop", "sales.table_{{row}}")]
                public async Task OnRow{{row}}(Change<Row{{row}}> change, CancellationToken cancellationToken)
                {
                    {{typed}}
                    await Task.Delay(services.GetHashCode() + change.Row.Lines, cancellationToken);
                    if (change is Updated<Row{{row}}> { Old.Status: Status{{row}}.Placed } updated)
                    {
                        await Task.WhenAll(Task.Yield().GetAwaiter().IsCompleted ? Task.CompletedTask : Task.Delay(1), Task.Delay(updated.New.Lines, cancellationToken));
                    }
                }

            """))}}
        }
        """;

    private static string Other(string typed) => $$"""
        namespace Shop;

        public static class Other
        {
            public static int One() { {{typed}} return 1; }
        }
        """;

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Append(typeof(IServiceCollection).Assembly.Location)
            .Append(typeof(PostgresListenerAttribute).Assembly.Location)
            .Select(static path => MetadataReference.CreateFromFile(path));
}
