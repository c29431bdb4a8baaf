using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PostgresWorker.Generators.Diagnostics.HandlerBodies;

/// <summary>
/// Tasks that are done where they are asked for their result, as far as it can be seen: a local that a statement before has awaited (by
/// <c>await task</c> or <c>await Task.WhenAll(task, other)</c>), or whose <c>IsCompleted...</c> is the condition.
/// </summary>
internal static class CompletedTasks
{
    public static bool Has(IOperation use, IOperation? task)
    {
        if (Symbol(task) is not { } symbol)
        {
            return false;
        }

        for (var (inner, outer) = (use, use.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            var isDone = outer switch
            {
                IBlockOperation block => block.Operations.TakeWhile(statement => statement != inner).Any(statement => Awaits(statement, symbol)),
                IConditionalOperation condition => inner == condition.WhenTrue && AsksWhether(condition.Condition, symbol),
                _ => false,
            };
            if (isDone)
            {
                return true;
            }

            // A function may run before what stands above it has.
            if (outer is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return false;
            }
        }

        return false;
    }

    // Only what is certain to have run: an awaiting branch of an 'if' says nothing about what follows it.
    private static bool Awaits(IOperation statement, ISymbol task) =>
        statement is IExpressionStatementOperation or IVariableDeclarationGroupOperation &&
        statement.Descendants().OfType<IAwaitOperation>().Any(awaiting => awaiting.Operation.DescendantsAndSelf().Any(part => IsTask(part, task)));

    private static bool AsksWhether(IOperation condition, ISymbol task) => condition is not IUnaryOperation &&
        condition.DescendantsAndSelf().OfType<IPropertyReferenceOperation>().Any(property =>
            property.Property.Name is "IsCompleted" or "IsCompletedSuccessfully" && property.Instance is { } instance && IsTask(instance, task));

    private static bool IsTask(IOperation operation, ISymbol task) => SymbolEqualityComparer.Default.Equals(Symbol(operation), task);

    private static ISymbol? Symbol(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };
}
