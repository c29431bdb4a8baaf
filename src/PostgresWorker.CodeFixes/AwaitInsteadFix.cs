namespace PostgresWorker.CodeFixes;

/// <summary>Awaits where a listener blocks: <c>.Result</c>, <c>.Wait()</c>, <c>.GetAwaiter().GetResult()</c>, <c>Task.WaitAll</c> and <c>Thread.Sleep</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AwaitInsteadFix() : NodeFix<SimpleNameSyntax>(DiagnosticIds.Blocking)
{
    private protected override IEnumerable<Edit> Edits(SimpleNameSyntax node, Place place)
    {
        if (node.Parent is not MemberAccessExpressionSyntax access)
        {
            return [];
        }

        var call = access.Parent as InvocationExpressionSyntax;
        ExpressionSyntax blocking = call is not null ? call : access;
        var task = node.Identifier.ValueText switch
        {
            "Result" => access.Expression,
            "Wait" when call is { ArgumentList.Arguments.Count: 0 } => access.Expression,
            "GetResult" when access.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax awaiter } => awaiter.Expression,
            "WaitAll" when call is not null && AreTasks(call, place) => CallOfTask("WhenAll", call, place),
            "Sleep" when call is not null => CallOfTask("Delay", call, place),
            _ => null,
        };
        if (task is null)
        {
            return [];
        }

        // '(await task).Length': what follows binds closer than await. Elsewhere the statement is the await.
        var isPart = blocking.Parent is not (ExpressionStatementSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or ArgumentSyntax or AssignmentExpressionSyntax);
        var awaiting = AsyncPlace.Await(task);
        var root = AsyncPlace.Await(place, blocking, (isPart ? AsyncPlace.InParentheses(awaiting) : awaiting).WithTriviaFrom(blocking));
        return root is null ? [] : [new Edit("Await instead", root)];
    }

    private static bool AreTasks(InvocationExpressionSyntax call, Place place) =>
        place.Model.GetSymbolInfo(call, place.Cancellation).Symbol is IMethodSymbol { Parameters.Length: 1 };

    private static InvocationExpressionSyntax CallOfTask(string method, InvocationExpressionSyntax call, Place place) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, ImportedType.Of("System.Threading.Tasks.Task", place, call), SyntaxFactory.IdentifierName(method)),
        call.ArgumentList);
}
