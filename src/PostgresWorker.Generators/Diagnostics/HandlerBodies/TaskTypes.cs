using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Diagnostics.HandlerBodies;

/// <summary>The types of the framework that waiting is made of; types of others that are only called so are none.</summary>
internal sealed class TaskTypes(Compilation compilation)
{
    private readonly HashSet<ISymbol?> _tasks = Types(
        compilation,
        "System.Threading.Tasks.Task",
        "System.Threading.Tasks.Task`1",
        "System.Threading.Tasks.ValueTask",
        "System.Threading.Tasks.ValueTask`1");

    private readonly HashSet<ISymbol?> _awaiters = Types(
        compilation,
        "System.Runtime.CompilerServices.TaskAwaiter",
        "System.Runtime.CompilerServices.TaskAwaiter`1",
        "System.Runtime.CompilerServices.ValueTaskAwaiter",
        "System.Runtime.CompilerServices.ValueTaskAwaiter`1",
        "System.Runtime.CompilerServices.ConfiguredTaskAwaitable+ConfiguredTaskAwaiter",
        "System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter",
        "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable+ConfiguredValueTaskAwaiter",
        "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1+ConfiguredValueTaskAwaiter");

    private readonly HashSet<ISymbol?> _threads = Types(compilation, "System.Threading.Thread");

    private readonly HashSet<ISymbol?> _cancellations = Types(
        compilation,
        "System.OperationCanceledException",
        "System.Threading.Tasks.TaskCanceledException");

    private readonly HashSet<ISymbol?> _exceptions = Types(compilation, "System.Exception", "System.Object");

    public bool IsTask(ITypeSymbol? type) => _tasks.Contains(type?.OriginalDefinition);

    public bool IsAwaiter(ITypeSymbol? type) => _awaiters.Contains(type?.OriginalDefinition);

    public bool IsThread(ITypeSymbol? type) => _threads.Contains(type);

    public bool IsCancellation(ITypeSymbol? exception) => _cancellations.Contains(exception);

    /// <summary>Whether a catch of the type takes everything; one without a type is of <see cref="object"/>.</summary>
    public bool IsEveryException(ITypeSymbol? exception) => _exceptions.Contains(exception);

    private static HashSet<ISymbol?> Types(Compilation compilation, params string[] names) =>
        new(names.Select(compilation.GetTypeByMetadataName).Where(static type => type is not null), SymbolEqualityComparer.Default);
}
