using System.Globalization;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>Random row types as C#.</summary>
internal static class RowSource
{
    public const string Namespace = "Random";

    /// <summary>What all of them can refer to.</summary>
    public const string Common = """
        using System.ComponentModel.DataAnnotations.Schema;
        using System.Text.Json.Serialization;

        namespace Random;

        public enum Colour : byte { Red, DarkGreen, [NpgsqlTypes.PgName("BLUE")] Blue }

        [PostgresJson(typeof(RandomJson))]
        public sealed record Settings(int Size, string Name);

        [JsonSerializable(typeof(Settings))]
        public sealed partial class RandomJson : JsonSerializerContext;

        """;

    public static string Name(int number) => $"Row{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The type, the composites that it is made of, and a listener that takes it.</summary>
    public static string Of(RowSpec row, int number) => $$"""
        {{string.Concat(row.Columns.Select(column => column.Declarations(Name(number))))}}
        {{Type(row, Name(number))}}
        public static class {{Name(number)}}Listeners { [PostgresListener("random")] public static void On{{Name(number)}}(Change<{{Name(number)}}> change) { } }

        """;

    public static string Type(RowSpec row, string name)
    {
        var columns = row.Columns;
        var half = columns.Count / 2;
        return row.Shape switch
        {
            RowShape.Record => $"public sealed record {name}({Parameters(columns, name)});",
            RowShape.RecordStruct => $"public readonly record struct {name}({Parameters(columns, name)});",
            RowShape.Settable => $$"""public sealed class {{name}} { {{Properties(columns, name, "", "set")}} }""",
            RowShape.Init => $$"""public sealed class {{name}} { {{Properties(columns, name, "", "init")}} }""",
            RowShape.Required => $$"""public sealed class {{name}} { {{Properties(columns, name, "required ", "init")}} }""",
            RowShape.Struct => $$"""public struct {{name}} { {{Properties(columns, name, "", "set")}} }""",
            RowShape.PrimaryConstructor => $$"""public sealed class {{name}}({{Arguments(columns, name)}}) { {{string.Concat(columns.Select(column => $"{Attribute(column)}public {column.CSharp(name)} {column.Property} {{ get; }} = {Argument(column)}; "))}} }""",
            RowShape.MixedRecord => $$"""public sealed record {{name}}({{Parameters([.. columns.Take(half)], name)}}) { {{Properties([.. columns.Skip(half)], name, "required ", "init")}} }""",
            _ => $$"""
                public abstract record {{name}}Base({{Parameters([.. columns.Take(half)], name)}});
                public sealed record {{name}}({{string.Join(", ", columns.Take(half).Select(column => $"{column.CSharp(name)} {column.Property}"))}}) : {{name}}Base({{string.Join(", ", columns.Take(half).Select(static column => column.Property))}}) { {{Properties([.. columns.Skip(half)], name, "", "set")}} }
                """,
        };
    }

    private static string Parameters(IReadOnlyList<ColumnSpec> columns, string row) =>
        string.Join(", ", columns.Select(column => $"{Attribute(column, "property: ")}{column.CSharp(row)} {column.Property}"));

    private static string Properties(IReadOnlyList<ColumnSpec> columns, string row, string modifier, string setter) =>
        string.Concat(columns.Select(column =>
            $"{Attribute(column)}public {modifier}{column.CSharp(row)} {column.Property} {{ get; {setter}; }}{(modifier.Length == 0 && setter == "init" ? " = default!;" : "")} "));

    private static string Arguments(IReadOnlyList<ColumnSpec> columns, string row) =>
        string.Join(", ", columns.Select(column => $"{column.CSharp(row)} {Argument(column)}"));

    // The same name but for the case of its first letter.
    private static string Argument(ColumnSpec column)
    {
        var name = column.Property.TrimStart('@');
        return $"@{char.ToLowerInvariant(name[0])}{name[1..]}";
    }

    private static string Attribute(ColumnSpec column, string target = "") =>
        column.IsNamed ? $"[{target}Column({Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(column.Column, quote: true)})] " : "";
}
