using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace PostgresWorker.Generators.Diagnostics.HandlerBodies;

/// <summary>
/// Empty catch blocks, without a condition, of every exception or of a cancellation: a listener whose token is cancelled and which then returns as if it had done
/// its work has lost the change.
/// </summary>
internal sealed class SwallowedExceptions(IMethodSymbol listener, TaskTypes tasks)
{
    public void Watch(OperationBlockStartAnalysisContext block) => block.RegisterOperationAction(Look, OperationKind.CatchClause);

    private void Look(OperationAnalysisContext context)
    {
        var clause = (ICatchClauseOperation)context.Operation;
        if (clause.Handler.Operations.Length > 0 || clause.Filter is not null || clause.Syntax is not CatchClauseSyntax syntax)
        {
            return;
        }

        var what = tasks.IsEveryException(clause.ExceptionType) ? "failed" : tasks.IsCancellation(clause.ExceptionType) ? "was cancelled half-way" : null;
        if (what is not null)
        {
            var name = syntax.Declaration is null ? "everything" : clause.ExceptionType.Name;
            context.ReportDiagnostic(Diagnostic.Create(HandlerDiagnostics.Swallowed, syntax.CatchKeyword.GetLocation(), name, listener.Name, what));
        }
    }
}
