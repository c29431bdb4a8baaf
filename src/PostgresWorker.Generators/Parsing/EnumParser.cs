using System.Globalization;
using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads the labels of an enum: the members' names in snake_case, or what <c>[PgName]</c> says. Its integers are those of its type.</summary>
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

        var (smallest, largest) = Range(type.EnumUnderlyingType?.SpecialType);
        return new EnumModel(type.Name, members, smallest, largest);
    }

    // By name only: rows need no reference to Npgsql.
    private static string Label(IFieldSymbol member) =>
        member.Attribute("NpgsqlTypes", "PgNameAttribute").Text() ?? SnakeCase.Of(member.Name);

    // No integer of Postgres is larger than a long.
    private static (string Smallest, string Largest) Range(SpecialType? type) => type switch
    {
        SpecialType.System_SByte => (Text(sbyte.MinValue), Text(sbyte.MaxValue)),
        SpecialType.System_Byte => (Text(0), Text(byte.MaxValue)),
        SpecialType.System_Int16 => (Text(short.MinValue), Text(short.MaxValue)),
        SpecialType.System_UInt16 => (Text(0), Text(ushort.MaxValue)),
        SpecialType.System_UInt32 => (Text(0), "uint.MaxValue"),
        SpecialType.System_UInt64 => (Text(0), "long.MaxValue"),
        SpecialType.System_Int64 => ("long.MinValue", "long.MaxValue"),
        _ => ("int.MinValue", "int.MaxValue"),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
