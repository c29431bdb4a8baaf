using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads the parameters after the first: the token, the context, a transaction and services, in any order.</summary>
internal static class ArgumentParser
{
    public static EquatableArray<ArgumentModel> Parse(IMethodSymbol method, Findings findings)
    {
        foreach (var parameter in method.Parameters.Where(static parameter => parameter.RefKind != RefKind.None))
        {
            findings.Add(ListenerDiagnostics.ByReference, Places.Of(parameter), parameter.Name, method.Name);
        }

        TransactionRules.Check(method, findings);
        return method.Parameters.Skip(1).Select(parameter => Parse(parameter, method, findings)).ToEquatableArray();
    }

    private static ArgumentModel Parse(IParameterSymbol parameter, IMethodSymbol method, Findings findings)
    {
        var type = parameter.Type;
        if (type.Is("System.Threading", "CancellationToken"))
        {
            return new ArgumentModel(ArgumentKind.CancellationToken);
        }

        if (type.Is("PostgresWorker", "ChangeContext"))
        {
            return new ArgumentModel(ArgumentKind.Context);
        }

        if (TransactionRules.IsTransaction(type))
        {
            return new ArgumentModel(ArgumentKind.Transaction);
        }

        if (type.TypeKind == TypeKind.Error)
        {
            findings.LeaveToCompiler();
            return new ArgumentModel(ArgumentKind.Service);
        }

        var keyed = parameter.Attribute("Microsoft.Extensions.DependencyInjection", "FromKeyedServicesAttribute");
        var reason = Misfit(parameter, keyed);
        if (reason.Length > 0)
        {
            findings.Add(ListenerDiagnostics.NotInjectable, Places.OfType(parameter), parameter.Name, method.Name, reason);
        }

        var isNullable = parameter.NullableAnnotation == NullableAnnotation.Annotated;
        var isOptional = isNullable || parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: null };
        return new ArgumentModel(
            ArgumentKind.Service,
            type.ToAnnotatedCode(),
            keyed is null ? null : ServiceKey.ToCode(keyed),
            isOptional,
            isOptional && parameter.NullableAnnotation == NullableAnnotation.NotAnnotated);
    }

    /// <summary>Why the parameter can't be a service; empty where it can.</summary>
    private static string Misfit(IParameterSymbol parameter, AttributeData? keyed)
    {
        var type = parameter.Type;
        if (ChangeParameterParser.KindOf(type) is not null || (BatchParser.ElementOf(type) is { } element && BatchParser.IsRowChange(element)))
        {
            return "a change or message can only be the first parameter";
        }

        if (keyed is not null && ServiceKey.ToCode(keyed) is null)
        {
            return "[FromKeyedServices] needs a constant key here";
        }

        var isPlain = type.TypeKind is TypeKind.Class or TypeKind.Interface or TypeKind.Delegate && type.SpecialType != SpecialType.System_Object;
        return isPlain && (type.SpecialType != SpecialType.System_String || keyed is not null)
            ? ""
            : $"{type.ToText()} is no service";
    }
}
