using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads <c>Json = typeof(ShopJson)</c>: a context of System.Text.Json whose own generator knows the message's type.</summary>
internal static class JsonContextParser
{
    private const string Json = "System.Text.Json.Serialization";

    /// <summary>The context as written in generated code, or null where it is wrong.</summary>
    public static string? Parse(AttributeData attribute, ITypeSymbol value, IMethodSymbol method, Compilation compilation, Findings findings)
    {
        var argument = MessageRouteParser.Named(attribute, "Json");
        if (argument.Kind == TypedConstantKind.Error && argument.Type is not null)
        {
            findings.LeaveToCompiler();
            return null;
        }

        if (argument.Kind != TypedConstantKind.Type || argument.Value is not ITypeSymbol type)
        {
            findings.Add(MessageDiagnostics.NoJson, Places.Of(attribute), method.Name, value.ToText());
            return null;
        }

        if (type.TypeKind == TypeKind.Error)
        {
            findings.LeaveToCompiler();
            return null;
        }

        var place = Places.OfArgument(attribute, int.MaxValue, "Json");
        var reason = Misfit(type, compilation);
        if (reason.Length > 0)
        {
            findings.Add(MessageDiagnostics.NotAContext, place, type.ToText(), method.Name, reason, value.ToText());
            return null;
        }

        if (!Lists(type, value))
        {
            findings.Add(MessageDiagnostics.NotListed, place, type.ToText(), value.ToText(), method.Name);
            return null;
        }

        return type.ToCode();
    }

    /// <summary>Why generated code can't take the type's <c>Default</c>; empty where it can.</summary>
    private static string Misfit(ITypeSymbol type, Compilation compilation)
    {
        if (type is not INamedTypeSymbol named || !IsContext(named))
        {
            return "it does not derive from JsonSerializerContext";
        }

        var nesting = named.Nesting().ToList();
        return named switch
        {
            { IsAbstract: true } => "it is abstract",
            _ when nesting.Exists(static part => part.IsGenericType) => "it is generic",
            _ when nesting.Exists(static part => part.IsFileLocal) => "it is file-local, so generated code can't name it",
            _ when !compilation.IsSymbolAccessibleWithin(named, compilation.Assembly) => "it is private or protected, so generated code can't name it",
            _ => "",
        };
    }

    private static bool IsContext(INamedTypeSymbol type)
    {
        for (var level = type.BaseType; level is not null; level = level.BaseType)
        {
            if (level.Is(Json, "JsonSerializerContext"))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Lists(ITypeSymbol context, ITypeSymbol value) => context.GetAttributes()
        .Where(static attribute => attribute.AttributeClass.Is(Json, "JsonSerializableAttribute"))
        .Any(attribute => attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Type, Value: ITypeSymbol listed } &&
            SymbolEqualityComparer.Default.Equals(listed, value));
}
