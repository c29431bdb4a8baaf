using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads the labels of an enum: the members' names in snake_case, or what <c>[PgName]</c> says.</summary>
internal static class EnumParser
{
    public static EnumModel Parse(INamedTypeSymbol type, Location? place, Findings findings)
    {
        var members = type.GetMembers().OfType<IFieldSymbol>().Where(static field => field.HasConstantValue)
            .Select(static field => new EnumMemberModel(Symbols.Escape(field.Name), Label(field)))
            .ToEquatableArray();
        foreach (var same in members.GroupBy(static member => member.Label, StringComparer.Ordinal).Where(static same => same.Count() > 1))
        {
            findings.Add(RowDiagnostics.SameLabel, place, type.ToText(), same.First().Member, same.Last().Member, same.Key);
        }

        return new EnumModel(type.Name, members);
    }

    // By name only: rows need no reference to Npgsql.
    private static string Label(IFieldSymbol member) =>
        member.Attribute("NpgsqlTypes", "PgNameAttribute").Text() ?? SnakeCase.Of(member.Name);
}
