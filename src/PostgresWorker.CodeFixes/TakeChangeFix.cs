using Microsoft.CodeAnalysis.Simplification;

namespace PostgresWorker.CodeFixes;

/// <summary>Takes <c>Change&lt;Order&gt;</c> where a listener takes the row itself.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class TakeChangeFix() : NodeFix<ParameterSyntax>(DiagnosticIds.FirstParameter)
{
    private protected override IEnumerable<Edit> Edits(ParameterSyntax node, Place place)
    {
        var row = node.Type is NullableTypeSyntax nullable ? nullable.ElementType : node.Type;
        if (row is null || (node.Parent?.Parent is MethodDeclarationSyntax method && GivenSignature.Is(method, place)) || place.Model.GetTypeInfo(row, place.Cancellation).Type is not INamedTypeSymbol type || !IsRow(type))
        {
            return [];
        }

        var change = SyntaxFactory.ParseTypeName($"global::PostgresWorker.Change<{row.WithoutTrivia()}>")
            .WithTriviaFrom(node.Type!)
            .WithAdditionalAnnotations(Simplifier.Annotation);
        return [new Edit("Take Change<T> of the row", place.With(node.Type!, change))];
    }

    // A type of the user's own that holds data. What has no properties is more likely a service, or this method no listener.
    private static bool IsRow(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsStatic: false, SpecialType: SpecialType.None, IsGenericType: false } &&
        type.Locations.Any(static location => location.IsInSource) &&
        type.GetMembers().OfType<IPropertySymbol>().Any(static property => property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false });
}
