using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PostgresWorker.Generators.Parsing;

/// <summary>The key of <c>[FromKeyedServices(key)]</c> as written in generated code.</summary>
internal static class ServiceKey
{
    /// <summary>Null where there is no constant.</summary>
    public static string? ToCode(AttributeData attribute)
    {
        if (attribute.ConstructorArguments.Length != 1)
        {
            return null;
        }

        var key = attribute.ConstructorArguments[0];
        return key.Kind switch
        {
            _ when key.IsNull => "null",
            TypedConstantKind.Primitive => Primitive(key),
            TypedConstantKind.Enum => $"({key.Type!.ToCode()})({Primitive(key)})",
            TypedConstantKind.Type => $"typeof({((ITypeSymbol)key.Value!).ToCode()})",
            _ => null,
        };
    }

    // The cast keeps the key's type: a boxed 1L equals no boxed 1.
    private static string Primitive(TypedConstant key)
    {
        var literal = SymbolDisplay.FormatPrimitive(key.Value!, quoteStrings: true, useHexadecimalNumbers: false);
        return key.Value is string or char or bool or int || key.Kind == TypedConstantKind.Enum ? literal : $"({key.Type!.ToCode()})({literal})";
    }
}
