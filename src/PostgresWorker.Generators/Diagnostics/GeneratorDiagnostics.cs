using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Diagnostics;

/// <summary>What can be wrong with this generator.</summary>
internal static class GeneratorDiagnostics
{
    public static readonly DiagnosticDescriptor InternalError = new(
        DiagnosticIds.InternalError,
        "A listener can be read",
        "An internal error while reading listener '{0}' leaves it out: {1}: {2}; please report it at https://github.com/postgresworker/postgresworker/issues",
        "PostgresWorker.Generator",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.InternalError));
}
