using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads the filters around a method: those of its class and of the classes that this derives from, then its own.</summary>
internal static class FilterParser
{
    public static List<FilterModel> Parse(IMethodSymbol method, Compilation compilation, Findings findings)
    {
        List<FilterModel> filters = [];
        foreach (var attribute in Bases(method.ContainingType).Append<ISymbol>(method).SelectMany(static symbol => symbol.GetAttributes()).Where(Is))
        {
            if (attribute.AttributeClass!.TypeArguments[0] is not INamedTypeSymbol { TypeKind: not TypeKind.Error } type)
            {
                // The compiler has said what is wrong.
                findings.LeaveToCompiler();
            }
            else if (NamedTypeRules.Misfit(type, compilation) is { } misfit)
            {
                findings.Add(PolicyDiagnostics.Filter, Places.Of(attribute), method.Name, type.ToText(), misfit);
            }
            else
            {
                filters.Add(new FilterModel(type.ToCode(), IsCreatable(type)));
            }
        }

        return filters;
    }

    public static bool Is(AttributeData attribute) => attribute.AttributeClass.Is("PostgresWorker", "ChangeFilterAttribute`1");

    private static Stack<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (var level = type; level is not null; level = level.BaseType)
        {
            types.Push(level);
        }

        return types;
    }

    private static bool IsCreatable(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false } &&
        type.InstanceConstructors.Any(static constructor => constructor.DeclaredAccessibility == Accessibility.Public);
}
