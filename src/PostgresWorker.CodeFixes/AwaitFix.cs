namespace PostgresWorker.CodeFixes;

/// <summary>Awaits a task that a listener forgets, or returns while it disposes of what the task uses.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AwaitFix() : NodeFix<ExpressionSyntax>(DiagnosticIds.NotAwaited, DiagnosticIds.DisposedTooEarly)
{
    private protected override IEnumerable<Edit> Edits(ExpressionSyntax node, Place place)
    {
        // '_ = Send()' becomes 'await Send()'. There is nothing to await where 'sender?.Send()' did not send.
        var old = node.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard ? discard : node;
        var isWhole = old.Parent is ExpressionStatementSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax;
        return node is InvocationExpressionSyntax && isWhole && AsyncPlace.Await(place, old, AsyncPlace.Await(node).WithTriviaFrom(old)) is { } root
            ? [new Edit("Await it", root)]
            : [];
    }
}
