using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Diagnostics.HandlerBodies;

/// <summary>What <c>Task</c>'s own methods say about other tasks.</summary>
internal static class TaskCombinators
{
    /// <summary>What is done when the task is: itself, or all that <c>Task.WhenAll</c> was given, be it tasks or a collection of them.</summary>
    public static IEnumerable<IOperation> DoneWith(IOperation task) => Core(task) switch
    {
        IInvocationOperation call when Is(call, "WhenAll") => call.Arguments.SelectMany(static argument => DoneWith(argument.Value)),
        IArrayCreationOperation array => array.Initializer?.ElementValues.SelectMany(DoneWith) ?? [],
        ICollectionExpressionOperation list => list.Elements.SelectMany(DoneWith),
        ISpreadOperation spread => DoneWith(spread.Operand),
        var itself => [itself],
    };

    /// <summary>Whether it is <c>await Task.WhenAny(...)</c>, whose value is a task that is done.</summary>
    public static bool IsFirstOfAny(IOperation? value) =>
        value is not null && Core(value) is IAwaitOperation awaiting && Core(awaiting.Operation) is IInvocationOperation call && Is(call, "WhenAny");

    /// <summary>Whether it is <c>Task.WhenEach(...)</c>, which gives each task when it is done.</summary>
    public static bool AreDoneOneByOne(IOperation collection) => Core(collection) is IInvocationOperation call && Is(call, "WhenEach");

    public static bool IsContinuation(IInvocationOperation call) => Is(call, "ContinueWith");

    /// <summary>The task or collection without what only says how to wait for it, or of what type it is.</summary>
    public static IOperation Core(IOperation operation) => operation switch
    {
        IConversionOperation conversion => Core(conversion.Operand),
        IInvocationOperation { Instance: { } instance, TargetMethod.Name: "ConfigureAwait" or "WaitAsync" or "AsTask" } => Core(instance),
        _ => operation,
    };

    private static bool Is(IInvocationOperation call, string name) =>
        call.TargetMethod.Name == name && call.TargetMethod.ContainingType is { Name: "Task" } type &&
        (type.Is("System.Threading.Tasks", "Task") || type.Is("System.Threading.Tasks", "Task`1"));
}
