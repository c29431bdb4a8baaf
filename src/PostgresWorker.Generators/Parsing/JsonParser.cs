using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads <c>[PostgresJson(typeof(ShopJson))]</c>: the context must be one, and must list the type.</summary>
internal static class JsonParser
{
    private const string Serialization = "System.Text.Json.Serialization";

    public static AttributeData? Attribute(ISymbol? symbol) => symbol.Attribute("PostgresWorker", "PostgresJsonAttribute");

    public static ValueModel? Parse(AttributeData json, ITypeSymbol declared, ColumnSite site, RowScope scope)
    {
        var model = ValueParser.Create(ColumnKind.Json, declared);
        var type = declared is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : declared;
        var context = json.ConstructorArguments.FirstOrDefault().Value as ITypeSymbol;
        if (type.TypeKind == TypeKind.Error || context?.TypeKind == TypeKind.Error || json.ConstructorArguments.Length == 0)
        {
            scope.Findings.LeaveToCompiler();
            return null;
        }

        if (Misfit(context, scope.Compilation) is { } reason)
        {
            scope.Findings.Add(RowDiagnostics.JsonContext, Places.OfArgument(json, 0, "context"), context?.ToText() ?? "null", reason, site.Owner, site.Property.Name);
            return null;
        }

        if (!context!.GetAttributes().Any(attribute => Lists(attribute, type)))
        {
            scope.Findings.Add(RowDiagnostics.JsonNotListed, site.Place, context!.ToText(), type.ToText(), site.Owner, site.Property.Name);
            return null;
        }

        return model with { JsonContext = context!.ToCode() };
    }

    private static string? Misfit(ITypeSymbol? context, Compilation compilation)
    {
        if (context is not INamedTypeSymbol { IsUnboundGenericType: false } type || !Bases(type).Any(static level => level.Is(Serialization, "JsonSerializerContext")))
        {
            return "is no JsonSerializerContext";
        }

        return compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) ? null : "must be internal or public, so that generated code can use it,";
    }

    private static bool Lists(AttributeData attribute, ITypeSymbol type) =>
        attribute.AttributeClass.Is(Serialization, "JsonSerializableAttribute") &&
        attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Type, Value: ITypeSymbol listed } &&
        SymbolEqualityComparer.Default.Equals(listed, type);

    private static IEnumerable<ITypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var level = type.BaseType; level is not null; level = level.BaseType)
        {
            yield return level;
        }
    }
}
