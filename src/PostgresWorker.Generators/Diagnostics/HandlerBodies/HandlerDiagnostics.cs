using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Diagnostics.HandlerBodies;

/// <summary>What can be wrong within a listener.</summary>
internal static class HandlerDiagnostics
{
    private const string Category = "PostgresWorker.Handlers";

    public static readonly DiagnosticDescriptor Blocking = new(
        DiagnosticIds.Blocking,
        "A listener does not block",
        "'{0}' makes listener '{1}' hold a thread of the pool while it waits, which other changes then lack; {2}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.Blocking));

    public static readonly DiagnosticDescriptor NotAwaited = new(
        DiagnosticIds.NotAwaited,
        "A listener awaits what it starts",
        "'{0}' is not awaited, so listener '{1}' returns, and the change counts as handled, before that work is done or has failed; await it",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NotAwaited));

    public static readonly DiagnosticDescriptor AsyncVoidFunction = new(
        DiagnosticIds.AsyncVoidFunction,
        "Nothing in a listener is async void",
        "This async {0} in listener '{1}' returns nothing that could be awaited, so the change counts as handled too early and an exception ends the process; {2}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.AsyncVoidFunction));

    public static readonly DiagnosticDescriptor Swallowed = new(
        DiagnosticIds.Swallowed,
        "A listener does not swallow its failures",
        "An empty catch of '{0}' in listener '{1}' makes a change count as handled that {2}; let the exception out, so that the change comes again",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.Swallowed));

    public static readonly DiagnosticDescriptor NullTask = new(
        DiagnosticIds.NullTask,
        "A listener returns no null",
        "Listener '{0}' returns null where a task is awaited, which fails, and so the change comes again for ever; return Task.CompletedTask",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NullTask));

    public static readonly DiagnosticDescriptor DisposedTooEarly = new(
        DiagnosticIds.DisposedTooEarly,
        "A listener disposes of nothing that is in use",
        "'{0}' is disposed of when listener '{1}' returns this task, and not when the task is done; make the listener async and await it",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.DisposedTooEarly));
}
