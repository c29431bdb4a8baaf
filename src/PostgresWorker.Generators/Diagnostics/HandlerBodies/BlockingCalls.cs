using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace PostgresWorker.Generators.Diagnostics.HandlerBodies;

/// <summary>Calls that hold the thread until something is done which could be awaited.</summary>
internal sealed class BlockingCalls(IMethodSymbol listener, TaskTypes tasks)
{
    private const string AwaitIt = "await it instead";

    public void Watch(OperationBlockStartAnalysisContext block)
    {
        block.RegisterOperationAction(LookAtProperty, OperationKind.PropertyReference);
        block.RegisterOperationAction(LookAtCall, OperationKind.Invocation);
    }

    private void LookAtProperty(OperationAnalysisContext context)
    {
        var reference = (IPropertyReferenceOperation)context.Operation;
        if (reference.Property.Name == "Result" && tasks.IsTask(reference.Property.ContainingType) && !CompletedTasks.Has(reference, reference.Instance))
        {
            Report(context, reference.Property, AwaitIt);
        }
    }

    private void LookAtCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        var type = call.TargetMethod.ContainingType;
        var instead = call.TargetMethod.Name switch
        {
            "Wait" when tasks.IsTask(type) && !call.TargetMethod.IsStatic => AwaitIt,
            "WaitAll" when tasks.IsTask(type) => "await Task.WhenAll instead",
            "WaitAny" when tasks.IsTask(type) => "await Task.WhenAny instead",
            "GetResult" when tasks.IsAwaiter(type) => AwaitIt,
            "Sleep" when tasks.IsThread(type) => "await Task.Delay instead",
            _ => null,
        };
        if (instead is not null && !OnlyAsks(call) && !CompletedTasks.Has(call, Awaited(call)))
        {
            Report(context, call.TargetMethod, instead);
        }
    }

    // Wait(0) and Sleep(0) do not wait.
    private static bool OnlyAsks(IInvocationOperation call) =>
        call.Arguments.Any(static argument => argument.Value is ILiteralOperation { ConstantValue: { HasValue: true, Value: 0 } });

    // task.GetAwaiter().GetResult(), with or without ConfigureAwait, is about the task.
    private static IOperation? Awaited(IInvocationOperation call)
    {
        var instance = call.Instance;
        while (instance is IInvocationOperation { TargetMethod.Name: "GetAwaiter" or "ConfigureAwait" } inner)
        {
            instance = inner.Instance;
        }

        return instance;
    }

    private void Report(OperationAnalysisContext context, ISymbol member, string instead)
    {
        var name = $"{member.ContainingType.ToMinimalDisplayString(context.Operation.SemanticModel!, context.Operation.Syntax.SpanStart)}.{member.Name}";
        context.ReportDiagnostic(Diagnostic.Create(HandlerDiagnostics.Blocking, NameOf(context.Operation.Syntax).GetLocation(), name, listener.Name, instead));
    }

    private static SyntaxNode NameOf(SyntaxNode syntax) => syntax switch
    {
        InvocationExpressionSyntax call => NameOf(call.Expression),
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => syntax,
    };
}
