using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Where <c>[Column(TypeName = "...")]</c> says what the column is, a property that can't hold it is known before the start.</summary>
internal static class TypeNameRules
{
    public static void Check(AttributeData? column, ValueModel value, ColumnSite site, Findings findings)
    {
        if (column?.NamedArguments.FirstOrDefault(static argument => argument.Key == "TypeName").Value.Value is not string text ||
            TypeName.Parse(text) is not { } type ||
            PostgresTypes.CSharp(type) is not { } fitting ||
            PostgresTypes.Reads(value, type))
        {
            return;
        }

        var rule = IsRounded(value, type) ? RowDiagnostics.LossyColumn : RowDiagnostics.ColumnCannotHold;
        findings.Add(rule, site.Place, site.Owner, site.Property.Name, value.DisplayName, text, fitting);
    }

    private static bool IsRounded(ValueModel value, TypeName type) =>
        type.Name == "numeric" && value.Parts().Last().Kind is ColumnKind.Double or ColumnKind.Single &&
        type.IsArray == (value.Kind is ColumnKind.Array or ColumnKind.List);
}
