using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads the first parameter, which says what the listener wants.</summary>
internal static class ChangeParameterParser
{
    public static (ChangeParameterModel? Change, RowModel? Row) Parse(IMethodSymbol method, Compilation compilation, Findings findings)
    {
        var first = method.Parameters.FirstOrDefault();
        if (first?.Type.TypeKind == TypeKind.Error)
        {
            findings.LeaveToCompiler();
            return default;
        }

        var batched = first is null ? null : BatchParser.ElementOf(first.Type);
        if (first is null || KindOf(batched ?? first.Type) is not { } kind || (batched is not null && !kind.IsRow()))
        {
            if (first is not null && BatchParser.IsOtherCollection(first.Type))
            {
                var element = first.Type is IArrayTypeSymbol array ? array.ElementType : ((INamedTypeSymbol)first.Type).TypeArguments[0];
                findings.Add(ShapeDiagnostics.BatchType, Places.OfType(first), method.Name, first.Type.ToText(), element.ToText());
                return default;
            }

            var place = first is null ? Places.Of(method) : Places.OfType(first);
            findings.Add(ListenerDiagnostics.FirstParameter, place, method.Name, first is null ? "it takes nothing" : $"it takes {first.Type.ToText()}");
            return default;
        }

        if (kind == ChangeKind.Message)
        {
            findings.Add(MessageDiagnostics.OfATable, Places.OfType(first), method.Name, first.Type.ToText());
            return default;
        }

        if (kind is ChangeKind.Truncated or ChangeKind.Payload)
        {
            return (new ChangeParameterModel(kind, first.Type.ToCode(), null, null, IsRowAnnotated: false), null);
        }

        var type = ((INamedTypeSymbol)(batched ?? first.Type)).TypeArguments[0];
        var row = RowParser.Parse(type, first, compilation, findings);
        if (row is null)
        {
            return default;
        }

        var isAnnotated = type.NullableAnnotation == NullableAnnotation.Annotated || type.ToAnnotatedCode() != row.Type;
        return (new ChangeParameterModel(kind, first.Type.ToCode(), row.Type, row.ReaderType, isAnnotated), row);
    }

    /// <summary>Whether a parameter of the type is one that only the first can be.</summary>
    public static ChangeKind? KindOf(ITypeSymbol type) =>
        !type.ContainingNamespace.Is("PostgresWorker") ? null : type.MetadataName switch
        {
            "Change`1" => ChangeKind.Change,
            "Inserted`1" => ChangeKind.Inserted,
            "Updated`1" => ChangeKind.Updated,
            "Deleted`1" => ChangeKind.Deleted,
            "Existing`1" => ChangeKind.Existing,
            "Truncated" => ChangeKind.Truncated,
            "EventPayload" => ChangeKind.Payload,
            "LogicalMessage" or "LogicalMessage`1" => ChangeKind.Message,
            _ => null,
        };

    private static bool Is(this INamespaceSymbol? space, string name) =>
        space is { ContainingNamespace.IsGlobalNamespace: true } && space.Name == name;
}
