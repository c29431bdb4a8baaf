using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Diagnostics;

/// <summary>What can be wrong with a listener.</summary>
internal static class ListenerDiagnostics
{
    private const string Category = "PostgresWorker.Listeners";

    public static readonly DiagnosticDescriptor FirstParameter = new(
        DiagnosticIds.FirstParameter,
        "A listener takes a change first",
        "'{0}' must take Change<T>, Inserted<T>, Updated<T>, Deleted<T>, Existing<T>, an IReadOnlyList of one of these, Truncated or EventPayload as its first parameter, but {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.FirstParameter));

    public static readonly DiagnosticDescriptor ReturnType = new(
        DiagnosticIds.ReturnType,
        "A listener returns Task, ValueTask or nothing",
        "'{0}' must return Task, ValueTask or void, but returns {1}, which nobody would read",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.ReturnType));

    public static readonly DiagnosticDescriptor AsyncVoid = new(
        DiagnosticIds.AsyncVoid,
        "A listener is not async void",
        "'{0}' is async void: nobody could wait for it, so changes would count as handled too early and an exception would end the process; return Task",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.AsyncVoid));

    public static readonly DiagnosticDescriptor Generic = new(
        DiagnosticIds.Generic,
        "A listener is not generic",
        "'{0}' must not be generic or be in a generic type, for no type argument would be known; write a listener for each row type",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.Generic));

    public static readonly DiagnosticDescriptor Inaccessible = new(
        DiagnosticIds.Inaccessible,
        "A listener is at least internal",
        "'{0}' must be internal or public so that generated code can call the listener '{1}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.Inaccessible));

    public static readonly DiagnosticDescriptor FileLocal = new(
        DiagnosticIds.FileLocal,
        "Listeners and rows are not file-local",
        "'{0}' is file-local, so generated code, which is in another file, can't name it; make it internal",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.FileLocal));

    public static readonly DiagnosticDescriptor ByReference = new(
        DiagnosticIds.ByReference,
        "A listener takes its parameters by value",
        "Parameter '{0}' of listener '{1}' must be taken by value, without ref, in or out",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.ByReference));

    public static readonly DiagnosticDescriptor MalformedTable = new(
        DiagnosticIds.MalformedTable,
        "A table is named as in SQL",
        "'{0}' is no table name: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.MalformedTable));

    public static readonly DiagnosticDescriptor EmptyName = new(
        DiagnosticIds.EmptyName,
        "Sources and listeners have names",
        "The {1} name of listener '{0}' must not be empty; leave it out for the default",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.EmptyName));

    public static readonly DiagnosticDescriptor DuplicateName = new(
        DiagnosticIds.DuplicateName,
        "A listener's name is its own within the source",
        "'{0}' is the name of another listener of source '{1}' too, so this one is left out; give it a name of its own: Name = \"...\"",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.DuplicateName),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor NotInjectable = new(
        DiagnosticIds.NotInjectable,
        "Further parameters are the token, the context, a transaction and services",
        "Parameter '{0}' of listener '{1}' can't be handed over: {2}; after the change a listener takes a CancellationToken, the ChangeContext, an NpgsqlTransaction and services",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NotInjectable));

    public static readonly DiagnosticDescriptor NotAMethod = new(
        DiagnosticIds.NotAMethod,
        "A listener is a method of a class",
        "'{0}' can't be a listener: only an ordinary method of a named type can, not a local function, lambda, accessor, operator or explicit implementation",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NotAMethod));

    public static readonly DiagnosticDescriptor CannotBeCreated = new(
        DiagnosticIds.CannotBeCreated,
        "A listener's class can be created",
        "'{0}' needs an instance of '{1}', which can't be created: {2}; make the method static, or put it in a class with a public constructor",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.CannotBeCreated));

    public static readonly DiagnosticDescriptor Language = new(
        DiagnosticIds.Language,
        "Listeners need C# 12",
        "'{0}' is left out: the project is C# {1}, but the generated code needs C# 12; set LangVersion to 12 or later, or leave it out",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.Language));

    public static readonly DiagnosticDescriptor NoCancellation = new(
        DiagnosticIds.NoCancellation,
        "A listener can be cancelled",
        "'{0}' takes no CancellationToken, so a stop waits for it until DrainTimeout and then for as long as it takes; take one and hand it on",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NoCancellation));
}
