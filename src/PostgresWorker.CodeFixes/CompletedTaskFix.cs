namespace PostgresWorker.CodeFixes;

/// <summary>Returns <c>Task.CompletedTask</c> where a listener returns null.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CompletedTaskFix() : NodeFix<ExpressionSyntax>(DiagnosticIds.NullTask)
{
    private protected override IEnumerable<Edit> Edits(ExpressionSyntax node, Place place)
    {
        var old = node.Parent.IsKind(SyntaxKind.SuppressNullableWarningExpression) ? (ExpressionSyntax)node.Parent! : node;
        var completed = SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression,
            ImportedType.Of("System.Threading.Tasks.Task", place, node),
            SyntaxFactory.IdentifierName("CompletedTask"));
        return [new Edit("Return Task.CompletedTask", place.With(old, completed.WithTriviaFrom(old)))];
    }
}
