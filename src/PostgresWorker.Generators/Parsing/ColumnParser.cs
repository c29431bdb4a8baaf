using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

internal static class ColumnParser
{
    private const string Annotations = "System.ComponentModel.DataAnnotations.Schema";

    /// <summary>The column of a property, or null where it is wrong.</summary>
    /// <param name="property">The property.</param>
    /// <param name="parameter">The constructor's parameter that takes the value; null where the property itself does.</param>
    /// <param name="place">Where to say what has no place of its own.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static ColumnModel? Parse(IPropertySymbol property, IParameterSymbol? parameter, Location? place, Findings findings)
    {
        var type = Underlying(property.Type);
        if (type.TypeKind == TypeKind.Error)
        {
            findings.LeaveToCompiler();
            return null;
        }

        if (ColumnKinds.Of(type) is not { } kind)
        {
            findings.Add(RowDiagnostics.ColumnType, Places.OfType(property) ?? place, property.ContainingType.ToText(), property.Name, type.ToText(), ColumnKinds.Instead(type));
            return null;
        }

        var column = (property.Attribute(Annotations, "ColumnAttribute") ?? parameter.Attribute(Annotations, "ColumnAttribute")).Text();
        return new ColumnModel(
            column ?? SnakeCase.Of(property.Name),
            property.Name,
            kind,
            type.ToCode(),
            type.IsReferenceType,
            IsNullable(parameter?.Type ?? property.Type, parameter?.NullableAnnotation ?? property.NullableAnnotation),
            kind == ColumnKind.Enum ? EnumParser.Parse((INamedTypeSymbol)type, Places.OfType(property) ?? place, findings) : null);
    }

    // Code without nullable annotations says nothing, so its strings may be null.
    private static bool IsNullable(ITypeSymbol type, NullableAnnotation annotation) =>
        type.IsReferenceType ? annotation != NullableAnnotation.NotAnnotated : type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
}
