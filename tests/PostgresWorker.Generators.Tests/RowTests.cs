using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

/// <summary>How a row is made, and from which columns.</summary>
public sealed class RowTests
{
    [Theory]
    [InlineData("record Row(long Id, string Name);", "(id, name);")]
    [InlineData("record Row(long Id) { public string? Name { get; init; } }", "(id) { Name = name, };")]
    [InlineData("record struct Row(long Id);", "(id);")]
    [InlineData("struct Row { public long Id { get; set; } }", "() { Id = id, };")]
    [InlineData("class Row(long id) { public long Id { get; } = id; public long Half => Id / 2; }", "(id);")]
    [InlineData("class Row { public Row() { } public Row(long id) => Id = id; public Row(long id, int other) => Id = id + other; public long Id { get; } }", "(id);")]
    [InlineData("class Row { internal Row(long id) => Id = id; private Row(long id, int n) => Id = id + n; public long Id { get; } public int N { get; } }", "(id);")]
    [InlineData("class Row { public Row(string id) => Id = id.Length; public Row() { } public long Id { get; set; } }", "() { Id = id, };")]
    [InlineData("class Row { public Row(in long id) => Id = id; public Row() { } public long Id { get; set; } }", "() { Id = id, };")]
    [InlineData("record Base(long Id); sealed record Row(long Id, int N) : Base(Id);", "(id, n);")]
    [InlineData("class Base { public virtual long Id { get; set; } } class Row : Base { public override long Id { get; set; } }", "() { Id = id, };")]
    [InlineData("class Row { public required long @long { get; init; } public static int Count { get; set; } public int this[int i] { get => i; set { } } }", "() { @long = @long, };")]
    [InlineData("class Row { public long Id { get; set; } public long id { get; set; } }", "PGW2006")]
    [InlineData("class Row { public int Tuple { get; set; } public int Slot { get; set; } }", "() { Tuple = tuple2, Slot = slot2, };")]
    [InlineData("class Row { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Row(int a) => A = a; public required int A { get; init; } }", "(a);")]
    public void Is_made_with_the_widest_constructor_that_fits(string row, string expected)
    {
        var project = new Project($$"""
            namespace Shop;
            internal {{row.Replace("; sealed", "; internal sealed", StringComparison.Ordinal).Replace("} class Row", "} internal class Row", StringComparison.Ordinal)}}
            internal static class Listeners { [PostgresListener("rows")] internal static void On(Change<Row> change) { } }
            """);
        if (expected.StartsWith("PGW", StringComparison.Ordinal))
        {
            Assert.Equal(expected, Assert.Single(project.Diagnostics()).Id);
            return;
        }

        project.ExpectMarkedDiagnostics();
        var made = project.Files["Shop.RowRowReader.g.cs"].Split("return new global::Shop.Row")[1].Split(';')[0];
        Assert.Equal(expected, string.Join(' ', made.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) + ";");
    }

    [Fact]
    public void Strings_of_code_without_annotations_may_be_null()
    {
        var project = new Project(new ProjectOptions { Nullable = NullableContextOptions.Disable }, ("Row.cs", """
            namespace Shop;
            public sealed record Row(string Name, int Number);
            public static class Listeners { [PostgresListener("rows")] public static void On(Change<Row> change) { } }
            """));

        project.ExpectMarkedDiagnostics();
        Assert.Contains("name = tuple.IsNull ? null : tuple.Value.GetString();", project.Files["Shop.RowRowReader.g.cs"], StringComparison.Ordinal);
        Assert.Contains("number = tuple.Value.GetInt32();", project.Files["Shop.RowRowReader.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_constructors_word_on_null_counts() => Assert.Contains(
        "\"name\", \"Name\", global::PostgresWorker.Generated.ColumnKind.String, false",
        new Project("""
            namespace Shop;
            public sealed class Row(string name) { public string? Name { get; } = name; }
            public static class Listeners { [PostgresListener("rows")] public static void On(Change<Row> change) { } }
            """).Generate().Files["Shop.RowRowReader.g.cs"],
        StringComparison.Ordinal);

    [Fact]
    public void Names_that_are_keywords() => new Project("""
        namespace @namespace.@class;
        public enum @enum { @new, @default }
        public sealed record @record(int @int, @enum @switch) { public string? @null { get; init; } }
        public static class @static { [PostgresListener("rows")] public static void @void(Change<@record> @params, CancellationToken @await) { } }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void In_the_global_namespace() => new Project("""
        public sealed record Row(int Id);
        public static class Listeners { [PostgresListener("rows")] public static void On(Change<Row> change) { } }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Obsolete_things_are_used_in_silence() => new Project("""
        namespace Shop;
        [Obsolete] public sealed record Row(int Id);
        [Obsolete] public static class Listeners { [PostgresListener("rows")] public static void On(Change<Row> change) { } }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Texts_of_the_users_stay_texts() => new Project("""
        namespace Shop;
        public sealed record Row([property: System.ComponentModel.DataAnnotations.Schema.Column("</remarks> \" \\ \n \u2028 {x} ü")] int Id);
        public static class Listeners { [PostgresListener("a\"b\\", "\"</remarks> \n & ü \\\"", Name = "{0}\r")] public static void On(Change<Row> change) { } }
        """).ExpectMarkedDiagnostics();
}
