using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Diagnostics;

/// <summary>Says where a listener ends the transaction that it was handed, within its own body.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TransactionAnalyzer : DiagnosticAnalyzer
{
    private static readonly HashSet<string> Ends = new(StringComparer.Ordinal) { "Commit", "CommitAsync", "Rollback", "RollbackAsync", "Dispose", "DisposeAsync" };

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [ShapeDiagnostics.TransactionEnded];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterOperationBlockAction(Analyze);
    }

    private static void Analyze(OperationBlockAnalysisContext context)
    {
        if (context.OwningSymbol is not IMethodSymbol method ||
            !(ListenerParser.Attributes(method).Any() || MessageListenerParser.Attributes(method).Any()) ||
            !method.Parameters.Any(static parameter => TransactionRules.IsTransaction(parameter.Type)))
        {
            return;
        }

        foreach (var operation in context.OperationBlocks.SelectMany(static block => block.DescendantsAndSelf()))
        {
            if (End(operation, method) is { } end)
            {
                context.ReportDiagnostic(Diagnostic.Create(ShapeDiagnostics.TransactionEnded, operation.Syntax.GetLocation(), method.Name, end));
            }
        }
    }

    /// <summary>How the operation ends the transaction; null where it does not.</summary>
    private static string? End(IOperation operation, IMethodSymbol listener) => operation switch
    {
        IInvocationOperation call when Ends.Contains(call.TargetMethod.Name) && !IsOfSavepoint(call.TargetMethod) && IsTransaction(Instance(call), listener) => call.TargetMethod.Name,
        _ when IsTransaction(operation, listener) && Parent(operation) is IUsingOperation or IVariableInitializerOperation { Parent.Parent.Parent.Parent: IUsingDeclarationOperation } => "using",
        _ => null,
    };

    private static bool IsOfSavepoint(IMethodSymbol method) => method.Parameters.Any(static parameter => parameter.Type.SpecialType == SpecialType.System_String);

    private static bool IsTransaction(IOperation? operation, IMethodSymbol listener) =>
        operation is IParameterReferenceOperation { Parameter: var parameter } &&
        SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, listener) &&
        TransactionRules.IsTransaction(parameter.Type);

    /// <summary>What is called upon; through a conversion and through <c>?.</c> too.</summary>
    private static IOperation? Instance(IInvocationOperation call)
    {
        var instance = call.Instance;
        while (instance is IConversionOperation conversion)
        {
            instance = conversion.Operand;
        }

        if (instance is not IConditionalAccessInstanceOperation)
        {
            return instance;
        }

        IOperation? access = call;
        while (access is not null and not IConditionalAccessOperation)
        {
            access = access.Parent;
        }

        return (access as IConditionalAccessOperation)?.Operation;
    }

    /// <summary>What uses it; through a conversion and <c>ConfigureAwait</c> too.</summary>
    private static IOperation? Parent(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation or IArgumentOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
        {
            parent = parent.Parent;
        }

        return parent;
    }
}
