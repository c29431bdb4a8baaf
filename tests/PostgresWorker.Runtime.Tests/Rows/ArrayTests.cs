using PostgresWorker.Generated;
using static PostgresWorker.Tests.Rows.Types;

namespace PostgresWorker.Tests.Rows;

/// <summary>Arrays in all forms; the bytes are those of <c>array_send</c>, the texts those of <c>array_out</c>.</summary>
public sealed class ArrayTests
{
    private const string TwoByTwo = "000000020000000000000017000000020000000100000002000000010000000400000001000000040000000200000004000000030000000400000004";

    private static readonly RowColumn Ints = Column(ColumnKind.Array) with { Element = Shape(ColumnKind.Int32, isNullable: true) };
    private static readonly RowColumn Texts = Column(ColumnKind.List) with { Element = Shape(ColumnKind.String, isNullable: true) };

    [Theory]
    [InlineData("000000000000000000000017", "{}", "[]")]
    [InlineData("00000001000000000000001700000002000000010000000400000001ffffffff", "{1,NULL}", "[1, null]", 1, null)]
    [InlineData("000000010000000000000017000000020000000000000004000000010000000400000002", "[0:1]={1,2}", "[1, 2]", 1, 2)]
    [InlineData("00000001000000000000001700000001fffffffb00000004ffffffff", "[-5:-5]={-1}", "[-1]", -1)]
    public void Integers(string hex, string text, string json, params object?[] expected)
    {
        static int?[] Read(in ValueReader value) => value.GetArray(ReadInt);
        Assert.Equal(expected.Cast<int?>(), Read<int?[]>(Array(Table.Integer), Ints, Read, hex));
        Assert.Equal(expected.Cast<int?>(), Read<int?[]>(Array(Table.Integer), Ints, Read, text: text));
        Assert.Equal(expected.Cast<int?>(), Read<int?[]>(Array(Table.Integer), Ints, Read, json: json));
    }

    [Theory]
    [InlineData("""{x,"",NULL,"NULL","a,b","c\\d","q\"",null,"{}"," "}""", """["x", "", null, "NULL", "a,b", "c\\d", "q\"", "null", "{}", " "]""", "x", "", null, "NULL", "a,b", "c\\d", "q\"", "null", "{}", " ")]
    [InlineData("""{😀,"\\"}""", """["\ud83d\ude00", "\\"]""", "😀", "\\")]
    public void Texts_with_what_needs_quotes(string text, string json, params string?[] expected)
    {
        Assert.Equal(expected, Read<List<string?>>(Array(Table.Text), Texts, ReadStrings, text: text));
        Assert.Equal(expected, Read<List<string?>>(Array(Table.Text), Texts, ReadStrings, json: json));
    }

    [Fact]
    public void Element_that_is_a_domain_has_the_Oid_of_the_domain()
    {
        const string hex = "000000010000000000004268000000010000000100000004" + "00000007";
        Assert.Equal([7], Read<int?[]>(Array(Positive), Ints, static (in ValueReader value) => value.GetArray(ReadInt), hex));
        Assert.Contains("elements are of another type", Error<int?[]>(Array(Table.Integer), Ints, static (in ValueReader value) => value.GetArray(ReadInt), hex), StringComparison.Ordinal);
    }

    [Fact]
    public void Boxes_are_separated_by_semicolons()
    {
        var column = Column(ColumnKind.Array) with { Element = Shape(ColumnKind.Box) };
        static double[][] Read(in ValueReader value) => value.GetArray(static (in ValueReader element) => element.GetCoordinates());
        double[][] expected = [[1, 1, 0, 0], [2, 2, 1, 1]];
        Assert.Equal(expected, Read<double[][]>(Array(Box, ';'), column, Read, text: "{(1,1),(0,0);(2,2),(1,1)}"));
        Assert.Equal(expected, Read<double[][]>(Array(Box, ';'), column, Read, json: """["(1,1),(0,0)", "(2,2),(1,1)"]"""));
        Assert.Equal("{(1,1),(0,0);(2,2),(1,1)}", Text(Array(Box, ';'), """["(1,1),(0,0)", "(2,2),(1,1)"]"""));
    }

    [Theory]
    [InlineData(TwoByTwo, null, null)]
    [InlineData(null, "{{1,2},{3,4}}", null)]
    [InlineData(null, "[1:2][0:1]={{1,2},{3,4}}", null)]
    [InlineData(null, null, "[[1, 2], [3, 4]]")]
    public void Several_dimensions_are_an_error_that_says_what_to_declare(string? hex, string? text, string? json) => Assert.Contains(
        "the array has 2 dimensions, and only one is read; declare the property as string",
        Error<int?[]>(Array(Table.Integer), Ints, static (in ValueReader value) => value.GetArray(ReadInt), hex, text, json),
        StringComparison.Ordinal);

    [Fact]
    public void Elements_that_are_Json_arrays_are_no_dimension()
    {
        var column = Column(ColumnKind.Array) with { Element = Shape(ColumnKind.JsonElement) };
        static string[] Read(in ValueReader value) => value.GetArray(static (in ValueReader element) => element.GetJsonElement().GetRawText());
        Assert.Equal(["[1,2]", "null"], Read<string[]>(Array(Jsonb), column, Read, json: "[[1,2],null]"));
    }

    [Fact]
    public void Null_element_without_a_question_mark_is_an_error()
    {
        var column = Column(ColumnKind.Array) with { Element = Shape(ColumnKind.Int32) };
        Assert.Contains(
            "an element of the value is NULL",
            Error<int[]>(Array(Table.Integer), column, static (in ValueReader value) => value.GetArray(static (in ValueReader element) => element.GetInt32()), text: "{1,NULL}"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[[1, null], [3, 4]]""", "{{1,NULL},{3,4}}")]
    [InlineData("[]", "{}")]
    public void String_of_numbers_is_the_servers_text(string json, string expected) => Assert.Equal(expected, Text(Array(Table.Integer), json));

    [Fact]
    public void String_of_other_arrays_is_the_servers_text()
    {
        Assert.Equal("""{x,"",NULL,"NULL","a,b","c\\d","q\"","{}"," "}""", Text(Array(Table.Text), """["x", "", null, "NULL", "a,b", "c\\d", "q\"", "{}", " "]"""));
        Assert.Equal("""{"2024-01-01 00:00:00",infinity}""", Text(Array(Timestamp), """["2024-01-01T00:00:00", "infinity"]"""));
        Assert.Equal("{t,f}", Text(Array(Bool), "[true, false]"));
        Assert.Equal("{1e-07,1.5}", Text(Array(Real), "[0.0000001, 1.5]"));
        Assert.Equal("1 2", Text(new ColumnType("int2vector", 22, 'b', "int2vector"), "[1, 2]"));
        Assert.Equal("""{"{\"a\": [1]}","\"x\""}""", Text(Array(Jsonb), """[{"a": [1]}, "x"]"""));
    }

    [Theory]
    [InlineData("00000001000000000000001780000000000000010000000400000001")] // negative count
    [InlineData("0000000100000000000000177fffffff000000010000000400000001")] // a count that would not fit memory
    [InlineData("000000010000000000000017000000010000000100000005" + "00000001")] // an element beyond the value
    [InlineData("000000010000000000000017000000010000000100000004" + "0000000100")] // something after the last
    [InlineData("000000010000000000000017000000010000000" + "1fffffffe")] // a negative length
    [InlineData("000000070000000000000017")] // more dimensions than the server has
    [InlineData("ffffffff0000000000000017")]
    [InlineData("0000000100000000")]
    [InlineData("")]
    public void Binary_form_that_is_not_well_formed_is_an_error(string hex) =>
        Error<int?[]>(Array(Table.Integer), Ints, static (in ValueReader value) => value.GetArray(ReadInt), hex);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{1")]
    [InlineData("{1,}")]
    [InlineData("{,1}")]
    [InlineData("{1}}")]
    [InlineData("{1}x")]
    [InlineData("{\"1}")]
    [InlineData("{\"1\"2}")]
    [InlineData("[0:1]")]
    [InlineData("{1{}")]
    public void Text_form_that_is_not_well_formed_is_an_error(string text) =>
        Error<int?[]>(Array(Table.Integer), Ints, static (in ValueReader value) => value.GetArray(ReadInt), text: text);

    private static string Text(ColumnType type, string json) => Read<string>(type, Column(ColumnKind.String), static (in ValueReader value) => value.GetString(), json: json);

    private static int? ReadInt(in ValueReader element) => element.IsNull ? null : element.GetInt32();

    private static List<string?> ReadStrings(in ValueReader value) =>
        value.GetList(static (in ValueReader element) => element.IsNull ? null : element.GetString());
}
