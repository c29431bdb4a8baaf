using Microsoft.CodeAnalysis.Simplification;

namespace PostgresWorker.CodeFixes;

/// <summary>
/// Names of types at a place: short where the type is known by it, also by a global using directive. Else written in full and marked, so that the
/// editor makes it short and adds the directive.
/// </summary>
internal static class ImportedType
{
    /// <summary>A type's name.</summary>
    public static TypeSyntax Of(string type, Place place, SyntaxNode near) => Name(type, type, place, near);

    /// <summary>An attribute, whose name is written without its ending.</summary>
    public static AttributeSyntax Attribute(string type, Place place, SyntaxNode near) => SyntaxFactory.Attribute(Name(type, $"{type}Attribute", place, near));

    private static NameSyntax Name(string written, string metadataName, Place place, SyntaxNode near)
    {
        var symbol = place.Model.Compilation.GetTypeByMetadataName(metadataName);
        var isKnown = symbol is not null && place.Model
            .LookupNamespacesAndTypes(near.SpanStart, name: symbol.Name)
            .Any(known => SymbolEqualityComparer.Default.Equals(known, symbol));
        return isKnown
            ? SyntaxFactory.IdentifierName(ShortName(written))
            : SyntaxFactory.ParseName($"global::{written}")
                .WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation, new SyntaxAnnotation("SymbolId", $"T:{metadataName}"));
    }

    private static string ShortName(string type) => type.Substring(type.LastIndexOf('.') + 1);
}
