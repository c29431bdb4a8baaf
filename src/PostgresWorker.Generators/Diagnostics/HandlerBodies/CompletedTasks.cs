using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PostgresWorker.Generators.Diagnostics.HandlerBodies;

/// <summary>
/// Tasks that are done where they are asked for their result, as far as it can be seen: a local that a statement before has awaited (by
/// <c>await task</c> or <c>await Task.WhenAll(task, other)</c>), what an awaited <c>Task.WhenAny</c> gave, an element of what was awaited as
/// a whole, or one whose <c>IsCompleted...</c> is the condition.
/// </summary>
internal static class CompletedTasks
{
    public static bool Has(IOperation use, IOperation? task) => task switch
    {
        IConversionOperation conversion => Has(use, conversion.Operand),
        IAwaitOperation => TaskCombinators.IsFirstOfAny(task),
        IArrayElementReferenceOperation element => IsDoneAsAWhole(use, element.ArrayReference),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } whole } => IsDoneAsAWhole(use, whole),
        _ => Symbol(task) is { } symbol && IsDone(use, symbol),
    };

    private static bool IsDone(IOperation use, ISymbol symbol)
    {
        for (var (inner, outer) = (use, use.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            var isDone = outer switch
            {
                IBlockOperation block => block.Operations.TakeWhile(statement => statement != inner).Any(statement => Finishes(statement, symbol)),
                IConditionalOperation condition => inner == condition.WhenTrue && AsksWhether(condition.Condition, symbol),
                IForEachLoopOperation loop => loop.Locals.Contains(symbol, SymbolEqualityComparer.Default) && IsDoneAsAWhole(loop, loop.Collection),
                IAnonymousFunctionOperation function => function.Symbol.Parameters.Contains(symbol, SymbolEqualityComparer.Default) && IsGivenDoneOnes(function),
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
    private static bool Finishes(IOperation statement, ISymbol task) =>
        statement is IExpressionStatementOperation or IVariableDeclarationGroupOperation &&
        Own(statement).Any(part => part switch
        {
            IAwaitOperation awaiting => TaskCombinators.DoneWith(awaiting.Operation).Any(done => IsTask(done, task)),
            IVariableDeclaratorOperation declared => SymbolEqualityComparer.Default.Equals(declared.Symbol, task) && TaskCombinators.IsFirstOfAny(declared.GetVariableInitializer()?.Value),
            ISimpleAssignmentOperation assigned => IsTask(assigned.Target, task) && TaskCombinators.IsFirstOfAny(assigned.Value),
            _ => false,
        });

    /// <summary>Whether all tasks of a collection are done; of a mere sequence none is, for it may start others when it is gone through again.</summary>
    private static bool IsDoneAsAWhole(IOperation use, IOperation collection) =>
        TaskCombinators.AreDoneOneByOne(collection) ||
        (TaskCombinators.Core(collection) is { Type.OriginalDefinition.SpecialType: not SpecialType.System_Collections_Generic_IEnumerable_T } whole &&
        Symbol(whole) is { } symbol && IsDone(use, symbol));

    // tasks.Sum(task => task.Result) gets the elements of what it is called on, and a continuation the task that it follows.
    private static bool IsGivenDoneOnes(IAnonymousFunctionOperation function)
    {
        var user = function.Parent;
        while (user is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            user = user.Parent;
        }

        return user is IInvocationOperation call &&
            (TaskCombinators.IsContinuation(call) || ((call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } whole && IsDoneAsAWhole(call, whole)));
    }

    private static bool AsksWhether(IOperation condition, ISymbol task) => condition is not IUnaryOperation &&
        condition.DescendantsAndSelf().OfType<IPropertyReferenceOperation>().Any(property =>
            property.Property.Name is "IsCompleted" or "IsCompletedSuccessfully" && property.Instance is { } instance && IsTask(instance, task));

    // What a function within it does is not done with the statement.
    private static IEnumerable<IOperation> Own(IOperation operation) =>
        operation is IAnonymousFunctionOperation ? [] : operation.ChildOperations.SelectMany(Own).Prepend(operation);

    private static bool IsTask(IOperation operation, ISymbol task) => SymbolEqualityComparer.Default.Equals(Symbol(operation), task);

    private static ISymbol? Symbol(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };
}
