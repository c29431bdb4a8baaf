namespace PostgresWorker.CodeFixes;

/// <summary>The tasks that a method returns, each awaited in its place when the method becomes async.</summary>
internal static class ReturnedTasks
{
    /// <summary>Whether each can be awaited where it is returned.</summary>
    /// <param name="method">The method, not async yet.</param>
    /// <param name="old">What is awaited for another reason.</param>
    public static bool CanBeAwaited(MethodDeclarationSyntax method, ExpressionSyntax old) =>
        Of(method).All(returned => returned == old || IsDone(returned) || (HasType(returned) && !AsyncPlace.IsBarred(returned, method)));

    public static MethodDeclarationSyntax Awaited(MethodDeclarationSyntax method) => method.ExpressionBody is { Expression: var expression }
        ? method.ReplaceNode(expression, Awaited(expression)?.WithTriviaFrom(expression) ?? expression)
        : OwnReturns.Replace(method, Awaited);

    private static IEnumerable<ExpressionSyntax> Of(MethodDeclarationSyntax method) => method.ExpressionBody is { Expression: var expression }
        ? [expression]
        : OwnReturns.Of(method).Select(static returning => returning.Expression).OfType<ExpressionSyntax>();

    private static ExpressionSyntax? Awaited(ExpressionSyntax returned) => returned switch
    {
        AwaitExpressionSyntax => returned,
        _ when IsDone(returned) => null,
        _ => AsyncPlace.Await(returned),
    };

    /// <summary>Whether there is nothing to await: <c>Task.CompletedTask</c>, <c>default</c>, <c>null!</c>.</summary>
    private static bool IsDone(ExpressionSyntax returned) => returned switch
    {
        ParenthesizedExpressionSyntax parentheses => IsDone(parentheses.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven => IsDone(forgiven.Operand),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } => true,
        _ => returned is LiteralExpressionSyntax,
    };

    // What has its type from the method's return type, as 'new()', has none once it is awaited.
    private static bool HasType(ExpressionSyntax returned) => returned switch
    {
        ParenthesizedExpressionSyntax parentheses => HasType(parentheses.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven => HasType(forgiven.Operand),
        ConditionalExpressionSyntax condition => HasType(condition.WhenTrue) || HasType(condition.WhenFalse),
        SwitchExpressionSyntax choice => choice.Arms.Any(static arm => HasType(arm.Expression)),
        _ => returned is not (ImplicitObjectCreationExpressionSyntax or LiteralExpressionSyntax or ThrowExpressionSyntax),
    };
}
