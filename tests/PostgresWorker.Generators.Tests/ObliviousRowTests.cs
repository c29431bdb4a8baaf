using System.Reflection;
using Microsoft.CodeAnalysis;
using PostgresWorker.Generated;
using PostgresWorker.Generators.Tests.Harness;
using PostgresWorker.Generators.Tests.RandomRows;

namespace PostgresWorker.Generators.Tests;

/// <summary>Rows of code that says nothing about null, compiled and read: what can be null is, and what can't is an error.</summary>
public sealed class ObliviousRowTests
{
    private static readonly Lazy<Assembly> Rows = new(static () => new Project(
        new ProjectOptions { AssemblyName = RowSource.Namespace, RootNamespace = RowSource.Namespace, Nullable = NullableContextOptions.Disable },
        ("Row.cs", """
            namespace Random;
            [PostgresComposite] public sealed record Place(int X, string City);
            public enum Size { Small, Large }
            public sealed record Row(string Name, int Number, int? Maybe, string[] Names, List<int> Numbers, Dictionary<string, string> Map, Place Home, Place[] Places, Size Size, Unchanged<string> Kept)
            {
                public byte[] Data { get; init; }
            }
            public sealed class Listeners
            {
                public Row Last { get; private set; }
                [PostgresListener("rows")] public void On(Change<Row> change, IServiceProvider services) => Last = change.Row;
                [PostgresListener("rows")] public static void OnBatch(IReadOnlyList<Updated<Row>> updated) { }
            }
            """)).Load());

    private static readonly (string Name, string Type, string Some)[] Columns =
    [
        ("name", "text", "n"), ("number", "int4", "1"), ("maybe", "int4", "2"), ("names", "_text", "{a,NULL}"), ("numbers", "_int4", "{3}"), ("map", "hstore", "\"a\"=>NULL, \"b\"=>\"2\""),
        ("home", "place", "(1,)"), ("places", "_place", "{NULL,\"(2,b)\"}"), ("size", "text", "large"), ("kept", "text", "k"), ("data", "bytea", "\\x01"),
    ];

    [Fact]
    public void What_is_there_is_read_with_the_nulls_that_it_has() => Assert.Equal(
        Rendered.Fields(
        [
            ("Name", "\"n\""), ("Number", "1 Int32"), ("Maybe", "2 Int32"), ("Names", "[\"a\", null]"), ("Numbers", "[3 Int32]"), ("Map", "{a=null, b=\"2\"}"), ("Home", "(City=null, X=1 Int32)"),
            ("Places", "[null, (City=\"b\", X=2 Int32)]"), ("Size", "Large"), ("Kept", "\"k\""), ("Data", "x01"),
        ]),
        Rendered.Of(Read()));

    [Fact]
    public void What_is_NULL_is_null() => Assert.Equal(
        Rendered.Fields(
        [
            ("Name", "null"), ("Number", "1 Int32"), ("Maybe", "null"), ("Names", "null"), ("Numbers", "null"), ("Map", "null"), ("Home", "null"), ("Places", "null"), ("Size", "Large"), ("Kept", "null"), ("Data", "null"),
        ]),
        Rendered.Of(Read([.. Columns.Select(static column => column.Name).Except(["number", "size"])])));

    [Theory]
    [InlineData("number")]
    [InlineData("size")]
    public void What_cannot_be_null_is_an_error(string column)
    {
        var exception = Assert.Throws<RowReadException>(() => Read(column));
        Assert.Equal(column, exception.Column);
        Assert.Contains("is NULL", exception.Message, StringComparison.Ordinal);
    }

    private static object Read(params string[] nulls)
    {
        var reader = (RowReader)Rows.Value.GetType("Random.RowRowReader", throwOnError: true)!.GetField("Instance")!.GetValue(null)!;
        var layout = new TableLayout(
            new TableName("public", "rows"), [.. Columns.Select(static column => new TableColumn(column.Name, PostgresType.Named(column.Type), IsInIdentity: true, IsInKey: false))]);
        return RandomRowTests.Read(reader, layout, [.. Columns.SelectMany(column => Sample.Column(nulls.Contains(column.Name) ? null : new Sample("", [], column.Some, ""), isBinary: false))], isJson: false);
    }
}
