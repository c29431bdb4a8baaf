using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace PostgresWorker.Generators.Diagnostics.HandlerBodies;

/// <summary>Tasks that are started and that nobody awaits, where the compiler's CS4014 does not say so already.</summary>
internal sealed class ForgottenWork(IMethodSymbol listener, TaskTypes tasks)
{
    public void Watch(OperationBlockStartAnalysisContext block)
    {
        block.RegisterOperationAction(LookAtStatement, OperationKind.ExpressionStatement);
        block.RegisterOperationAction(LookAtDiscard, OperationKind.SimpleAssignment);
    }

    private void LookAtStatement(OperationAnalysisContext context)
    {
        var operation = ((IExpressionStatementOperation)context.Operation).Operation;
        if (!IsSaidByTheCompiler(operation))
        {
            Look(context, operation);
        }
    }

    private void LookAtDiscard(OperationAnalysisContext context)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is IDiscardOperation)
        {
            Look(context, assignment.Value);
        }
    }

    private void Look(OperationAnalysisContext context, IOperation operation)
    {
        var call = operation switch
        {
            IConditionalAccessOperation access => access.WhenNotNull as IInvocationOperation,
            _ => operation as IInvocationOperation,
        };
        if (call is not null && tasks.IsTask(call.Type) && !IsDone(call.TargetMethod))
        {
            context.ReportDiagnostic(Diagnostic.Create(HandlerDiagnostics.NotAwaited, operation.Syntax.GetLocation(), call.TargetMethod.Name, listener.Name));
        }
    }

    // CS4014 is about calls in async functions, and about calls of async ones anywhere.
    private static bool IsSaidByTheCompiler(IOperation operation) =>
        operation is IInvocationOperation call && (call.TargetMethod.IsAsync || IsInAsyncFunction(call));

    private static bool IsInAsyncFunction(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IAnonymousFunctionOperation lambda)
            {
                return lambda.Symbol.IsAsync;
            }

            if (outer is ILocalFunctionOperation function)
            {
                return function.Symbol.IsAsync;
            }
        }

        return operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart) is IMethodSymbol { IsAsync: true };
    }

    private bool IsDone(IMethodSymbol method) =>
        method.IsStatic && tasks.IsTask(method.ContainingType) && method.Name is "FromResult" or "FromException" or "FromCanceled";
}
