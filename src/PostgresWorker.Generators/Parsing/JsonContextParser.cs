using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads <c>Json = typeof(ShopJson)</c>: a context of System.Text.Json whose own generator knows the message's type.</summary>
internal static class JsonContextParser
{
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
        if (JsonContextRules.Misfit(type, compilation) is { } reason)
        {
            findings.Add(MessageDiagnostics.NotAContext, place, type.ToText(), method.Name, reason, value.ToText());
            return null;
        }

        if (!JsonContextRules.Lists(type, value))
        {
            findings.Add(MessageDiagnostics.NotListed, place, type.ToText(), value.ToText(), method.Name);
            return null;
        }

        return type.ToCode();
    }
}
