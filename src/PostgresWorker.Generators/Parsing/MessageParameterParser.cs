using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads the first parameter of a listener to messages.</summary>
internal static class MessageParameterParser
{
    public static MessageParameter? Parse(IMethodSymbol method, Findings findings)
    {
        var first = method.Parameters.FirstOrDefault();
        if (first?.Type.TypeKind == TypeKind.Error)
        {
            findings.LeaveToCompiler();
            return null;
        }

        if (first is null || ChangeParameterParser.KindOf(first.Type) != ChangeKind.Message)
        {
            var place = first is null ? Places.Of(method) : Places.OfType(first);
            findings.Add(MessageDiagnostics.FirstParameter, place, method.Name, first is null ? "it takes nothing" : $"it takes {first.Type.ToText()}");
            return null;
        }

        if (ValueOf(method) is not { } value)
        {
            return new MessageParameter(new ChangeParameterModel(ChangeKind.Message, first.Type.ToCode(), null, null, IsRowAnnotated: false), IsNullable: false);
        }

        if (value.TypeKind is TypeKind.Error or TypeKind.TypeParameter)
        {
            // A type parameter comes with a generic listener, which is told so.
            findings.LeaveToCompiler();
            return null;
        }

        var code = value.ToCode();
        var isAnnotated = value.NullableAnnotation == NullableAnnotation.Annotated || value.ToAnnotatedCode() != code;
        var isNullable = value.IsReferenceType
            ? value.NullableAnnotation != NullableAnnotation.NotAnnotated
            : value.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        return new MessageParameter(new ChangeParameterModel(ChangeKind.Message, first.Type.ToCode(), code, null, isAnnotated), isNullable);
    }

    /// <summary>T of <c>LogicalMessage&lt;T&gt;</c>; null where the first parameter is none.</summary>
    public static ITypeSymbol? ValueOf(IMethodSymbol method) =>
        method.Parameters.FirstOrDefault()?.Type is INamedTypeSymbol { IsGenericType: true } type && ChangeParameterParser.KindOf(type) == ChangeKind.Message
            ? type.TypeArguments[0]
            : null;

    /// <summary>The parameter, and whether its value may be null.</summary>
    internal sealed record MessageParameter(ChangeParameterModel Parameter, bool IsNullable);
}
