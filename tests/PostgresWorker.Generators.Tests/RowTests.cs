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
    [InlineData("class Base { public long Id { get; set; } } class Row : Base { public new int Id { get; set; } }", "() { Id = id, };")]
    [InlineData("class Base { public string A { get; init; } = null!; } class Row(int b) : Base { public int B { get; } = b; public int C => B; }", "(b) { A = a, };")]
    [InlineData("abstract record Base(long Id) { public abstract int N { get; init; } } sealed record Row(long Id, string S) : Base(Id) { public override int N { get; init; } }", "(id, s) { N = n, };")]
    [InlineData("readonly struct Row(int a) { public int A { get; } = a; public int B { get; init; } }", "(a) { B = b, };")]
    [InlineData("class Row { public required int[] Element { get; set; } }", "() { Element = element, };")]
    [InlineData("class Row { public int A { get; private set; } public int B { get; internal set; } public int C { get; protected set; } }", "() { B = b, };")]
    [InlineData("record Row(long Id, int N = 5);", "(id, n);")]
    public void Is_made_with_the_widest_constructor_that_fits(string row, string expected)
    {
        var project = new Project($$"""
            namespace Shop;
            internal {{row.Replace("; sealed", "; internal sealed", StringComparison.Ordinal).Replace("} class Row", "} internal class Row", StringComparison.Ordinal).Replace("} sealed", "} internal sealed", StringComparison.Ordinal)}}
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

    [Fact]
    public void A_column_is_named_on_the_property_or_on_the_parameter()
    {
        var reader = new Project("""
            using System.ComponentModel.DataAnnotations.Schema;
            namespace Shop;
            public sealed record Row([property: Column("a b")] long Id, [property: Column(TypeName = "bigint")] long CustomerId) { [Column("c", Order = 1)] public int? N { get; init; } }
            public sealed class Other { public Other([Named("d")] long id) => Id = id; [Column("e")] public long Id { get; } }
            [AttributeUsage(AttributeTargets.Parameter)] public sealed class NamedAttribute(string name) : Attribute { public string Name => name; }
            public static class Listeners { [PostgresListener("rows")] public static void On(Change<Row> change) { } [PostgresListener("rows")] public static void OnOther(Change<Other> change) { } }
            """).Generate();

        Assert.Contains("new(\"a b\", \"Id\"", reader.Files["Shop.RowRowReader.g.cs"], StringComparison.Ordinal);
        Assert.Contains("new(\"customer_id\", \"CustomerId\"", reader.Files["Shop.RowRowReader.g.cs"], StringComparison.Ordinal);
        Assert.Contains("new(\"c\", \"N\"", reader.Files["Shop.RowRowReader.g.cs"], StringComparison.Ordinal);
        Assert.Contains("new(\"e\", \"Id\"", reader.Files["Shop.OtherRowReader.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_of_code_without_annotations_may_be_null()
    {
        var project = new Project(new ProjectOptions { Nullable = NullableContextOptions.Disable }, ("Row.cs", """
            namespace Shop;
            [PostgresComposite] public sealed record Place(string Name);
            public sealed record Row(string[] Names, List<int> Numbers, Dictionary<string, string> Map, Place[] Places);
            public static class Listeners { [PostgresListener("rows")] public static void On(Change<Row> change) { } }
            """));

        project.ExpectMarkedDiagnostics();
        var reader = project.Files["Shop.RowRowReader.g.cs"];
        Assert.Contains("GetArray<string?>(", reader, StringComparison.Ordinal);
        Assert.Contains("GetList<int>(", reader, StringComparison.Ordinal);
        Assert.Contains("tuple.Value.GetHstore()", reader, StringComparison.Ordinal);
        Assert.Contains("GetArray<global::Shop.Place?>(", reader, StringComparison.Ordinal);
    }

    [Fact]
    public void A_composite_of_another_assembly_has_its_reader_here()
    {
        var addresses = new Project(
            new ProjectOptions { AssemblyName = "Addresses", RootNamespace = "Addresses" },
            ("Address.cs", "namespace Addresses; [PostgresComposite] public sealed record Address(string City); public enum Side { Left, Right }"));
        var shop = new Project(new ProjectOptions { Projects = [addresses.Generate().Compilation.ToMetadataReference()] }, ("Row.cs", """
            namespace Shop;
            public sealed record Row(Addresses.Address Home, Addresses.Side[] Sides);
            public static class Listeners { [PostgresListener("rows")] public static void On(Change<Row> change) { } }
            """));

        shop.ExpectMarkedDiagnostics();
        Assert.Contains("Addresses.AddressRowReader.g.cs", shop.Files.Keys);
    }
}
