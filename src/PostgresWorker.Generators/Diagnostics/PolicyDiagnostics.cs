using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Diagnostics;

/// <summary>What can be wrong with what a listener says of its retries, its timeout and its filters.</summary>
internal static class PolicyDiagnostics
{
    public static readonly DiagnosticDescriptor NoListener = Create(
        DiagnosticIds.PolicyWithoutListener,
        "[Retry], [Timeout] and [ChangeFilter] are for listeners",
        "'{0}' has [{1}] but is no listener, so it changes nothing; add [PostgresListener] or [PostgresMessage], or remove it");

    public static readonly DiagnosticDescriptor RetryLimits = Create(
        DiagnosticIds.RetryLimits,
        "Retries have limits that can be kept",
        "{0} of [Retry] on '{1}' is {2}; it must be {3}");

    public static readonly DiagnosticDescriptor RetryDelays = Create(
        DiagnosticIds.RetryDelays,
        "The shortest retry delay is not above the longest",
        "MaxDelayMilliseconds of [Retry] on '{0}' is {1}, below its MinDelayMilliseconds of {2}; the waits grow from the one to the other");

    public static readonly DiagnosticDescriptor NotAnException = Create(
        DiagnosticIds.NotAnException,
        "A rule of retries is for a kind of exception",
        "[Retry] on '{0}' can't be for {1}: {2}; name a type that derives from Exception and that generated code can name");

    public static readonly DiagnosticDescriptor SameException = Create(
        DiagnosticIds.SameException,
        "A kind of exception has one rule",
        "'{0}' has two rules of retries for {1}; make them one");

    public static readonly DiagnosticDescriptor SenselessException = Create(
        DiagnosticIds.SenselessException,
        "A rule of retries is for what is retried",
        "[Retry] on '{0}' is for {1}, {2}",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor TimeoutLimits = Create(
        DiagnosticIds.TimeoutLimits,
        "A timeout can be kept",
        "The timeout of '{0}' is {1} ms; it must be from 1 to {2}, or Timeout.Infinite");

    public static readonly DiagnosticDescriptor Filter = Create(
        DiagnosticIds.Filter,
        "Generated code can name a filter",
        "'{0}' can't have the filter {1}: {2}; make it at least internal, with all its type arguments given");

    private static DiagnosticDescriptor Create(string id, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error) => new(
        id,
        title,
        message,
        "PostgresWorker.Listeners",
        severity,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(id));
}
