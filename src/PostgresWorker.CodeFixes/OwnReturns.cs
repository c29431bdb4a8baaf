using Microsoft.CodeAnalysis.Formatting;

namespace PostgresWorker.CodeFixes;

/// <summary>The return statements of a method that are not those of functions within it.</summary>
internal static class OwnReturns
{
    public static List<ReturnStatementSyntax> Of(MethodDeclarationSyntax method) =>
        [.. method.Body?.DescendantNodes(IsNotFunction).OfType<ReturnStatementSyntax>() ?? []];

    public static bool IsNotFunction(SyntaxNode node) => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    /// <summary>Makes each <c>return value;</c> a statement of its own, then <c>return;</c> where it is not the method's end.</summary>
    /// <param name="method">The method.</param>
    /// <param name="statement">What to do with a value; null for nothing.</param>
    public static MethodDeclarationSyntax Replace(MethodDeclarationSyntax method, Func<ExpressionSyntax, ExpressionSyntax?> statement)
    {
        var changed = method.TrackNodes(Of(method));
        foreach (var original in Of(method).Where(static returning => returning.Expression is not null))
        {
            var returning = changed.GetCurrentNode(original)!;
            var isLast = returning.Parent == changed.Body && changed.Body!.Statements.Last() == returning;
            var value = statement(returning.Expression!);
            var statements = new List<StatementSyntax>();
            if (value is not null)
            {
                statements.Add(SyntaxFactory.ExpressionStatement(value.WithoutTrivia()));
            }

            if (!isLast)
            {
                statements.Add(SyntaxFactory.ReturnStatement());
            }

            changed = Replace(changed, returning, statements);
        }

        return changed;
    }

    private static MethodDeclarationSyntax Replace(MethodDeclarationSyntax method, ReturnStatementSyntax returning, List<StatementSyntax> statements)
    {
        if (statements.Count == 0)
        {
            var isBare = returning.GetLeadingTrivia().Concat(returning.GetTrailingTrivia()).All(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia));
            return method.RemoveNode(returning, isBare ? SyntaxRemoveOptions.KeepNoTrivia : SyntaxRemoveOptions.KeepExteriorTrivia)!;
        }

        statements[0] = statements[0].WithLeadingTrivia(returning.GetLeadingTrivia());
        var last = statements.Count - 1;
        statements[last] = statements[last].WithTrailingTrivia(returning.GetTrailingTrivia());
        var formatted = statements.Select(static statement => statement.WithAdditionalAnnotations(Formatter.Annotation));
        return returning.Parent is BlockSyntax or SwitchSectionSyntax || last == 0
            ? method.ReplaceNode(returning, formatted)
            : method.ReplaceNode(returning, SyntaxFactory.Block(formatted).WithAdditionalAnnotations(Formatter.Annotation));
    }
}
