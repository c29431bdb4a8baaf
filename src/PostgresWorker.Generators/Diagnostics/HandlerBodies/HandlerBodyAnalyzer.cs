using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Diagnostics.HandlerBodies;

/// <summary>Says what is wrong within listeners, the lambdas and local functions in them included.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerBodyAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        HandlerDiagnostics.Blocking, HandlerDiagnostics.NotAwaited, HandlerDiagnostics.AsyncVoidFunction,
        HandlerDiagnostics.Swallowed, HandlerDiagnostics.NullTask, HandlerDiagnostics.DisposedTooEarly,
    ];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!ProjectParser.ReferencesAbstractions(start.Compilation))
            {
                return;
            }

            var tasks = new TaskTypes(start.Compilation);
            start.RegisterOperationBlockStartAction(block =>
            {
                if (block.OwningSymbol is IMethodSymbol method && IsListener(method))
                {
                    Watch(block, method, tasks);
                }
            });
        });
    }

    private static bool IsListener(IMethodSymbol method) => method.GetAttributes().Any(static attribute =>
        attribute.AttributeClass.Is("PostgresWorker", "PostgresListenerAttribute") ||
        attribute.AttributeClass.Is("PostgresWorker", "PostgresMessageAttribute"));

    private static void Watch(OperationBlockStartAnalysisContext block, IMethodSymbol listener, TaskTypes tasks)
    {
        new BlockingCalls(listener, tasks).Watch(block);
        new ForgottenWork(listener, tasks).Watch(block);
        new AsyncVoidFunctions(listener).Watch(block);
        new SwallowedExceptions(listener, tasks).Watch(block);
        new ReturnedTasks(listener, tasks).Watch(block);
    }
}
