using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>Applies a code fix to the diagnostic that is marked.</summary>
internal static class Fixed
{
    /// <summary>The file becomes <paramref name="after"/>, which compiles, and where the diagnostic is gone.</summary>
    /// <param name="before">The file, with one mark.</param>
    /// <param name="after">The file then.</param>
    /// <param name="fix">What mends it.</param>
    /// <param name="title">Which of several repairs; null for the only one.</param>
    public static async Task Becomes(string before, string after, CodeFixProvider fix, string? title = null)
    {
        using var workspace = new AdhocWorkspace();
        var (document, id, actions) = await Offered(workspace, before, fix);
        var action = title is null ? Assert.Single(actions) : Assert.Single(actions, action => action.Title == title);
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;

        Assert.Equal(after, (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        var (said, remaining) = (await Diagnostics(document), await Diagnostics(changed));
        Assert.True(remaining.Count(diagnostic => diagnostic.Id == id) < said.Count(diagnostic => diagnostic.Id == id), $"{id} is still there.");
        Assert.DoesNotContain(remaining, static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id.StartsWith("CS", StringComparison.Ordinal));
    }

    /// <summary>Nothing is offered, because no repair would be certain to be one.</summary>
    public static async Task Stays(string before, CodeFixProvider fix)
    {
        using var workspace = new AdhocWorkspace();
        Assert.Empty((await Offered(workspace, before, fix)).Actions);
    }

    private static async Task<(Document Document, string Id, List<CodeAction> Actions)> Offered(AdhocWorkspace workspace, string before, CodeFixProvider fix)
    {
        var (text, marks) = Markup.Read(before);
        var (id, start, end) = Assert.Single(marks);
        Assert.Contains(id, fix.FixableDiagnosticIds);
        var document = workspace.AddProject("Shop", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true))
            .WithMetadataReferences(References.All)
            .AddDocument("Usings.cs", "global using PostgresWorker;").Project
            .AddDocument("Listeners.cs", text);
        var diagnostic = (await Diagnostics(document)).Single(diagnostic =>
            diagnostic.Id == id && diagnostic.Location.SourceSpan.Start == start && diagnostic.Location.SourceSpan.End == end);
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return (document, id, actions);
    }

    private static async Task<IReadOnlyList<Diagnostic>> Diagnostics(Document document)
    {
        var compilation = await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken);
        return await compilation!.WithAnalyzers(Analyzers.All).GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
    }
}
