using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>From a C# type to what is read, down to elements, bounds and fields.</summary>
internal static class ValueParser
{
    private const string Annotations = "PostgresWorker";

    /// <summary>What is read, or null where the type has no reader.</summary>
    public static ValueModel? Parse(ITypeSymbol declared, ColumnSite site, RowScope scope)
    {
        var type = Underlying(declared);
        if (type.TypeKind == TypeKind.Error)
        {
            scope.Findings.LeaveToCompiler();
            return null;
        }

        if (JsonParser.Attribute(type as INamedTypeSymbol) is { } json)
        {
            return JsonParser.Parse(json, declared, site, scope);
        }

        if (type is INamedTypeSymbol composite && composite.Attribute(Annotations, "PostgresCompositeAttribute") is not null)
        {
            return scope.Composite(composite, site) is { } row ? Create(ColumnKind.Composite, declared) with { Reader = row.ReaderType } : null;
        }

        if (ColumnKinds.Of(type) is { } kind)
        {
            return Create(kind, declared) with { Enum = kind == ColumnKind.Enum ? EnumParser.Parse((INamedTypeSymbol)type, site.Place, scope.Findings) : null };
        }

        if (ColumnKinds.WithElement(type) is not { } whole)
        {
            site.Refuse(declared, Alternatives.To(type), scope.Findings);
            return null;
        }

        if (Misfit(whole.Kind, whole.Element) is { } alternative)
        {
            site.Refuse(declared, alternative, scope.Findings);
            return null;
        }

        return Parse(whole.Element, site, scope) is { } element ? Whole(whole.Kind, declared, element) : null;
    }

    /// <summary>A value without parts.</summary>
    public static ValueModel Create(ColumnKind kind, ITypeSymbol declared)
    {
        var type = Underlying(declared);
        var (plain, annotated) = (type.ToCode(), type.ToAnnotatedCode());
        return new ValueModel(kind, annotated, type.ToShortText(), type.IsReferenceType, IsNullable(declared)) { IsAnnotated = plain != annotated };
    }

    /// <summary>Why a type can't be part of another; null where it can.</summary>
    private static string? Misfit(ColumnKind whole, ITypeSymbol element)
    {
        var type = Underlying(element);
        if (JsonParser.Attribute(type as INamedTypeSymbol) is not null || ColumnKinds.Of(type) is not null || ColumnKinds.WithElement(type) is not { } part)
        {
            return whole == ColumnKind.Range && element.IsValueType && !SymbolEqualityComparer.Default.Equals(type, element)
                ? $"a range's bounds are not nullable, for one that is missing is infinite; declare it as NpgsqlRange<{type.ToShortText()}>"
                : null;
        }

        // A multirange is an array of ranges to C#, and hstore has arrays as any type; nothing else nests.
        return part.Kind == ColumnKind.Hstore || (part.Kind == ColumnKind.Range && whole != ColumnKind.Range)
            ? null
            : Alternatives.To(type);
    }

    private static ValueModel Whole(ColumnKind kind, ITypeSymbol declared, ValueModel element)
    {
        // The element says what may be null, also in code without annotations.
        var type = Underlying(declared);
        var model = Create(kind, declared);
        return model with
        {
            Element = element,
            Type = type switch
            {
                IArrayTypeSymbol => $"{element.AnnotatedType}[]",
                INamedTypeSymbol { Arity: 1 } named => $"{named.OpenName()}<{element.AnnotatedType}>",
                INamedTypeSymbol named => $"{named.OpenName()}<string, {element.AnnotatedType}>",
                _ => model.Type,
            },
        };
    }

    // Code without nullable annotations says nothing, so its strings may be null.
    private static bool IsNullable(ITypeSymbol type) =>
        type.IsReferenceType ? type.NullableAnnotation != NullableAnnotation.NotAnnotated : type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
}
