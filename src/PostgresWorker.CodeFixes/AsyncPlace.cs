using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace PostgresWorker.CodeFixes;

/// <summary>Puts an <c>await</c> where one may stand, and makes the method async where it is not yet.</summary>
internal static class AsyncPlace
{
    /// <summary>The file with <paramref name="old"/> replaced by what awaits; null where no await may stand, or only after more changes.</summary>
    public static SyntaxNode? Await(Place place, ExpressionSyntax old, ExpressionSyntax awaiting)
    {
        var function = old.Ancestors().FirstOrDefault(static node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax);
        if (IsBarred(old, function))
        {
            return null;
        }

        return function switch
        {
            _ when IsAsync(function) => place.With(old, awaiting),
            MethodDeclarationSyntax method when CanBeAsync(method) && CanReturnTask(method, old, place) => place.With(method, ToAsync(method.ReplaceNode(old, awaiting), method, place)),
            _ => null,
        };
    }

    /// <summary>Whether no await may stand there, whatever the function is.</summary>
    public static bool IsBarred(ExpressionSyntax place, SyntaxNode? function) =>
        place.Ancestors().TakeWhile(node => node != function).Any(static node => node is LockStatementSyntax or UnsafeStatementSyntax or QueryExpressionSyntax);

    public static ExpressionSyntax Await(ExpressionSyntax task) => SyntaxFactory.AwaitExpression(
        SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
        IsPrimary(task) ? task.WithoutTrivia() : InParentheses(task));

    /// <summary>In parentheses that the editor takes away where they are not needed.</summary>
    public static ExpressionSyntax InParentheses(ExpressionSyntax expression) =>
        SyntaxFactory.ParenthesizedExpression(expression.WithoutTrivia()).WithAdditionalAnnotations(Simplifier.Annotation);

    private static bool IsPrimary(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax;

    private static bool IsAsync(SyntaxNode? function) => function switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    private static bool CanBeAsync(MethodDeclarationSyntax method) =>
        (ReturnsVoid(method) || LastName(method.ReturnType) is "Task" or "ValueTask") &&
        !method.ParameterList.Parameters.Any(static parameter => parameter.Modifiers.Any(static modifier => modifier.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword or SyntaxKind.InKeyword)) &&
        !method.Modifiers.Any(SyntaxKind.UnsafeKeyword) && !method.DescendantNodes().Any(static node => node is YieldStatementSyntax);

    private static bool CanReturnTask(MethodDeclarationSyntax method, ExpressionSyntax old, Place place) =>
        ReturnsVoid(method) ? !GivenSignature.Is(method, place) : ReturnedTasks.CanBeAwaited(method, old);

    private static MethodDeclarationSyntax ToAsync(MethodDeclarationSyntax method, MethodDeclarationSyntax original, Place place)
    {
        var generator = SyntaxGenerator.GetGenerator(place.Document);
        var changed = ReturnsVoid(method)
            ? method.WithReturnType(ImportedType.Of("System.Threading.Tasks.Task", place, original).WithTriviaFrom(method.ReturnType))
            : ReturnedTasks.Awaited(method);
        return (MethodDeclarationSyntax)generator.WithModifiers(changed, generator.GetModifiers(changed).WithAsync(true));
    }

    private static bool ReturnsVoid(MethodDeclarationSyntax method) => method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };

    private static string LastName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax { Right: IdentifierNameSyntax name } => name.Identifier.ValueText,
        IdentifierNameSyntax name => name.Identifier.ValueText,
        _ => "",
    };
}
