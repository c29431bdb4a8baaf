namespace PostgresWorker.CodeFixes;

/// <summary>Makes an async void listener, or an async void function in one, return a task.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AsyncVoidFix() : NodeFix<PredefinedTypeSyntax>(DiagnosticIds.AsyncVoid, DiagnosticIds.AsyncVoidFunction)
{
    private protected override IEnumerable<Edit> Edits(PredefinedTypeSyntax node, Place place) =>
        node.Parent is LocalFunctionStatementSyntax || (node.Parent is MethodDeclarationSyntax method && !GivenSignature.Is(method, place))
            ? [new Edit("Return Task", place.With(node, ImportedType.Of("System.Threading.Tasks.Task", place, node).WithTriviaFrom(node)))]
            : [];
}
