using Microsoft.CodeAnalysis.Formatting;

namespace PostgresWorker.CodeFixes;

/// <summary>Marks a property that can't be a column <c>[NotMapped]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class NotMappedFix() : NodeFix<PropertyDeclarationSyntax>(DiagnosticIds.ColumnType, DiagnosticIds.SameColumn)
{
    private protected override IEnumerable<Edit> Edits(PropertyDeclarationSyntax node, Place place)
    {
        // What is required, or goes to the constructor, must be a column.
        if (place.Model.GetDeclaredSymbol(node, place.Cancellation) is not { IsRequired: false } property || IsOfConstructor(property))
        {
            return [];
        }

        var list = SyntaxFactory.AttributeList([ImportedType.Attribute("System.ComponentModel.DataAnnotations.Schema.NotMapped", place, node)])
            .WithAdditionalAnnotations(Formatter.Annotation);
        var marked = node.WithoutLeadingTrivia().WithAttributeLists(node.WithoutLeadingTrivia().AttributeLists.Insert(0, list)).WithLeadingTrivia(node.GetLeadingTrivia());
        return [new Edit("Mark it [NotMapped]", place.With(node, marked))];
    }

    private static bool IsOfConstructor(IPropertySymbol property) => property.ContainingType.InstanceConstructors.Any(constructor =>
        constructor.Parameters.Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)));
}
