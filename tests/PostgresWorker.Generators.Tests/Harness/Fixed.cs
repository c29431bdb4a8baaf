using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>Applies a code fix to the first diagnostic that it mends.</summary>
internal static class Fixed
{
    public static async Task Becomes(string before, string after, CodeFixProvider fix)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var workspace = new AdhocWorkspace();
        var document = workspace.AddProject("Shop", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .WithMetadataReferences(References.All)
            .AddDocument("Usings.cs", "global using PostgresWorker;").Project
            .AddDocument("Listeners.cs", before);

        var compilation = await document.Project.GetCompilationAsync(cancellation);
        var diagnostics = await compilation!.WithAnalyzers([new ListenerAnalyzer()]).GetAnalyzerDiagnosticsAsync(cancellation);
        var diagnostic = diagnostics.First(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id));
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), cancellation));
        var operations = await Assert.Single(actions).GetOperationsAsync(cancellation);

        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        Assert.Equal(after, (await changed.GetTextAsync(cancellation)).ToString());
    }
}
