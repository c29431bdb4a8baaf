using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace PostgresWorker.Generators.Diagnostics.HandlerBodies;

/// <summary>Async lambdas where a delegate without a result is asked for, and async local functions that return nothing.</summary>
internal sealed class AsyncVoidFunctions(IMethodSymbol listener)
{
    public void Watch(OperationBlockStartAnalysisContext block)
    {
        block.RegisterOperationAction(LookAtLambda, OperationKind.AnonymousFunction);
        block.RegisterOperationAction(LookAtLocalFunction, OperationKind.LocalFunction);
    }

    private void LookAtLambda(OperationAnalysisContext context)
    {
        var lambda = (IAnonymousFunctionOperation)context.Operation;
        if (lambda.Symbol is { IsAsync: true, ReturnsVoid: true } && lambda.Syntax is AnonymousFunctionExpressionSyntax { AsyncKeyword: var keyword })
        {
            Report(context, keyword.GetLocation(), "lambda", "hand it to something that takes a Func<Task>");
        }
    }

    private void LookAtLocalFunction(OperationAnalysisContext context)
    {
        var function = (ILocalFunctionOperation)context.Operation;
        if (function.Symbol is { IsAsync: true, ReturnsVoid: true } && function.Syntax is LocalFunctionStatementSyntax { ReturnType: var type })
        {
            Report(context, type.GetLocation(), $"function '{function.Symbol.Name}'", "return Task");
        }
    }

    private void Report(OperationAnalysisContext context, Location place, string what, string instead) =>
        context.ReportDiagnostic(Diagnostic.Create(HandlerDiagnostics.AsyncVoidFunction, place, what, listener.Name, instead));
}
