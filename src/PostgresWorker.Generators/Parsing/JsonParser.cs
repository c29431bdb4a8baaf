using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads <c>[PostgresJson(typeof(ShopJson))]</c>: the context must be one, and must list the type.</summary>
internal static class JsonParser
{
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

        if (JsonContextRules.Misfit(context, scope.Compilation) is { } reason)
        {
            scope.Findings.Add(RowDiagnostics.JsonContext, Places.OfArgument(json, 0, "context"), context?.ToText() ?? "null", reason, site.Owner, site.Property.Name);
            return null;
        }

        if (!JsonContextRules.Lists(context!, type))
        {
            scope.Findings.Add(RowDiagnostics.JsonNotListed, site.Place, context!.ToText(), type.ToText(), site.Owner, site.Property.Name);
            return null;
        }

        return model with { JsonContext = context!.ToCode() };
    }
}
