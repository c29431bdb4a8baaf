namespace PostgresWorker.CodeFixes;

internal static class DroppedValues
{
    /// <summary>The method without the values that it returns, the calls that made them kept; null where that is not simple.</summary>
    public static MethodDeclarationSyntax? Of(MethodDeclarationSyntax method)
    {
        if (method.ExpressionBody is { Expression: var expression })
        {
            return DoesSomething(expression) ? method : null;
        }

        var returns = OwnReturns.Of(method);
        if (method.Body is null || returns.Exists(static statement => statement.Expression is { } value && !DoesSomething(value) && !IsPlain(value)) ||
            method.Body.DescendantNodes(OwnReturns.IsNotFunction).Any(static node => node is YieldStatementSyntax))
        {
            return null;
        }

        return OwnReturns.Replace(method, static value => IsPlain(value) ? null : value);
    }

    // What may stand as a statement.
    private static bool DoesSomething(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax;

    private static bool IsPlain(ExpressionSyntax expression) => expression is LiteralExpressionSyntax or IdentifierNameSyntax;
}
