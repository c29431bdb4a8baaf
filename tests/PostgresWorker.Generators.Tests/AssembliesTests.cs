using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

/// <summary>Two assemblies with listeners, of which one sees the other's internals.</summary>
public sealed class AssembliesTests
{
    private const string Billing = """
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Shop")]
        namespace Billing;
        internal sealed record Invoice(long Id);
        internal static class InvoiceListeners
        {
            [PostgresListener("billing", "invoices")] internal static void On(Change<Invoice> change) { }
        }
        """;

    private const string Shop = """
        namespace Shop;
        internal static class ShopListeners
        {
            [PostgresListener("shop", "invoices")] internal static void On(Change<Billing.Invoice> change) { }
            internal static void Configure(IPostgresWorkerBuilder worker) => worker.AddListeners();
        }
        """;

    [Theory]
    [InlineData("Billing")]
    [InlineData("Shop")]
    public void AddListeners_means_the_own_module(string rootNamespaceOfTheOther) =>
        Using(Compile(rootNamespaceOfTheOther).ToMetadataReference()).ExpectMarkedDiagnostics();

    [Fact]
    public void Of_two_extensions_that_were_not_embedded_none_would_be_meant()
    {
        var billing = Compile("Billing");
        foreach (var tree in billing.SyntaxTrees.Where(static tree => tree.FilePath.EndsWith("PostgresWorkerModule.g.cs", StringComparison.Ordinal)))
        {
            var visible = tree.ToString().Replace("[global::Microsoft.CodeAnalysis.Embedded]", "", StringComparison.Ordinal);
            billing = billing.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(visible)));
        }

        var diagnostics = Using(billing.ToMetadataReference()).Diagnostics();

        Assert.Contains(diagnostics, static diagnostic => diagnostic.Id == "CS0121");
    }

    [Fact]
    public void Another_assemblys_module_is_added_by_name() => new Project(
        new ProjectOptions { Projects = [Compile("Billing").ToMetadataReference()] },
        ("Shop.cs", "static class Setup { static void Configure(IPostgresWorkerBuilder worker) => worker.AddListeners<Billing.PostgresWorkerModule>().AddListeners(); }"))
        .ExpectMarkedDiagnostics();

    private static CSharpCompilation Compile(string rootNamespace) =>
        new Project(new ProjectOptions { AssemblyName = "Billing", RootNamespace = rootNamespace }, ("Billing.cs", Billing)).Generate().Compilation;

    private static Project Using(MetadataReference billing) => new(new ProjectOptions { Projects = [billing] }, ("Shop.cs", Shop));
}
