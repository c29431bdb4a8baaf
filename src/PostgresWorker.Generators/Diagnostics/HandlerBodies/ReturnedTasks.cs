using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace PostgresWorker.Generators.Diagnostics.HandlerBodies;

/// <summary>What a listener that is not async returns: no null, and no task that uses what is disposed of at the return.</summary>
internal sealed class ReturnedTasks(IMethodSymbol listener, TaskTypes tasks)
{
    public void Watch(OperationBlockStartAnalysisContext block)
    {
        if (!listener.IsAsync && tasks.IsTask(listener.ReturnType))
        {
            block.RegisterOperationAction(Look, OperationKind.Return);
        }
    }

    private void Look(OperationAnalysisContext context)
    {
        var returning = (IReturnOperation)context.Operation;
        if (returning.ReturnedValue is not { } value || IsInFunction(returning))
        {
            return;
        }

        foreach (var part in Parts(value))
        {
            if (IsNull(part, context.Operation.SemanticModel))
            {
                context.ReportDiagnostic(Diagnostic.Create(HandlerDiagnostics.NullTask, part.Syntax.GetLocation(), listener.Name));
            }
            else if (part is IInvocationOperation call && DisposedResources.Of(returning).FirstOrDefault(resource => Uses(call, resource)) is { } used)
            {
                context.ReportDiagnostic(Diagnostic.Create(HandlerDiagnostics.DisposedTooEarly, part.Syntax.GetLocation(), used.Name, listener.Name));
            }
        }
    }

    /// <summary>What the value may be: the branches of conditions and switches.</summary>
    private static IEnumerable<IOperation> Parts(IOperation value) => value switch
    {
        IConversionOperation { IsImplicit: true } conversion => Parts(conversion.Operand),
        IConditionalOperation { WhenFalse: { } whenFalse } condition => Parts(condition.WhenTrue).Concat(Parts(whenFalse)),
        ISwitchExpressionOperation choice => choice.Arms.SelectMany(static arm => Parts(arm.Value)),
        _ => [value],
    };

    // Where the compiler warns of nulls, it has said so (CS8603), unless it was told to be quiet with '!'.
    private static bool IsNull(IOperation value, SemanticModel? model) =>
        value is { ConstantValue: { HasValue: true, Value: null } } &&
        (value.Syntax.Parent.IsKind(SyntaxKind.SuppressNullableWarningExpression) ||
            model?.GetNullableContext(value.Syntax.SpanStart).WarningsEnabled() == false);

    private static bool Uses(IInvocationOperation call, ILocalSymbol resource) =>
        call.Arguments.Select(static argument => argument.Value).Append(call.Instance).Any(value => SymbolEqualityComparer.Default.Equals(Local(value), resource));

    private static ILocalSymbol? Local(IOperation? value) => value switch
    {
        IConversionOperation conversion => Local(conversion.Operand),
        ILocalReferenceOperation local => local.Local,
        _ => null,
    };

    private static bool IsInFunction(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }
}
