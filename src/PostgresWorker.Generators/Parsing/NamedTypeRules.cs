using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Whether generated code can name a type that an attribute names.</summary>
internal static class NamedTypeRules
{
    /// <summary>Why it can't; null where it can.</summary>
    public static string? Misfit(INamedTypeSymbol type, Compilation compilation) => type switch
    {
        _ when type.Nesting().Any(static part => part.IsUnboundGenericType || part.TypeArguments.Any(static argument => argument.TypeKind == TypeKind.TypeParameter)) => "it is an open generic type",
        _ when type.Nesting().Any(static part => part.IsFileLocal) => "it is file-local, so generated code can't name it",
        _ when !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) => "it is private or protected, so generated code can't name it",
        _ => null,
    };
}
