using System.Text;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>Rows that are JSON objects.</summary>
public sealed class JsonRowTests
{
    private static readonly TableLayout Layout = Table.Layout(("id", Table.Bigint), ("note", Table.Text), ("data", Types.Jsonb), ("at", Types.Timestamp), ("a\"é", Table.Text));

    private static readonly RowColumn[] Columns =
    [
        new("note", "Note", ColumnKind.String, IsNullable: true),
        new("id", "Id", ColumnKind.Int64, IsNullable: false),
        new("a\"é", "Odd", ColumnKind.String, IsNullable: true),
    ];

    [Theory]
    [InlineData("""{"id": 5, "note": "n"}""")]
    [InlineData("""{"note": "n", "id": 5, "unknown": {"id": [1, {"id": 7}]}}""")]
    [InlineData(""" {"data":[{}],"at":null,"id":5,"note":"\u006e"} """)]
    public void Keys_come_in_any_order_and_unknown_ones_are_skipped(string json) => Assert.Equal(["n", 5L, null], Read(json));

    [Fact]
    public void Names_may_be_escaped() => Assert.Equal([null, 5L, "x"], Read("""{"id": 5, "a\"\u00e9": "x"}"""));

    [Fact]
    public void Missing_key_is_an_error_unless_the_property_is_nullable()
    {
        var error = Assert.Throws<RowReadException>(() => Read("""{"note": "n"}"""));
        Assert.Equal("id", error.Column);
        Assert.Contains("the JSON has no such key", error.Message, StringComparison.Ordinal);
        Assert.Contains("the value is NULL", Assert.Throws<RowReadException>(() => Read("""{"id": null}""")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("{")]
    [InlineData("""{"id": 5""")]
    [InlineData("""{"id": 5} {}""")]
    [InlineData("""{"id": 5,}""")]
    [InlineData("""{"id": 05}""")]
    [InlineData("""{"\ud800": 5}""")]
    [InlineData("""{"note": "\ud800", "id": 5}""")]
    public void What_is_no_object_is_an_error(string json) => Assert.Throws<RowReadException>(() => Read(json));

    [Fact]
    public void Text_that_is_not_Utf8_is_an_error() => Assert.Throws<RowReadException>(() => Read([.. "{\"id\": 5, \"note\": \""u8, 0xFF, .. "\"}"u8]));

    [Theory]
    [InlineData("""["a"]""")]
    [InlineData("5")]
    public void An_hstore_that_is_no_object_is_an_error(string json) => Assert.Throws<RowReadException>(
        () => Table.ReadJson(new ColumnType("hstore", 90_000, 'b', "hstore"), ColumnKind.Hstore, $$"""{"c": {{json}}}"""));

    [Fact]
    public void An_array_has_the_servers_dimensions_at_most()
    {
        var type = new ColumnType("integer[]", 1007, 'a', "_int4") { Element = Table.Integer };
        Assert.Equal("{{{{{{7}}}}}}", Table.ReadJson(type, ColumnKind.String, """{"c": [[[[[[7]]]]]]}"""));
        foreach (var depth in new[] { 7, 200_000 })
        {
            var deep = new string('[', depth) + new string(']', depth);
            Assert.Throws<RowReadException>(() => Table.ReadJson(type, ColumnKind.String, $$"""{"c": {{deep}}}"""));
        }
    }

    [Fact]
    public void Nesting_has_no_limit()
    {
        var deep = new string('[', 5_000) + new string(']', 5_000);
        Assert.Equal([null, 5L, null], Read($$"""{"id": 5, "data": {{deep}}}"""));
        Assert.Equal(deep, Table.ReadJson(Types.Jsonb, ColumnKind.String, $$"""{"c": {{deep}}}"""));
        Assert.Equal(new JsonForm(deep), Table.ReadJson(Types.Jsonb, ColumnKind.JsonElement, $$"""{"c": {{deep}}}"""));
    }

    [Fact]
    public void Number_of_a_thousand_digits_keeps_them()
    {
        var digits = "1" + new string('7', 999);
        Assert.Equal(System.Numerics.BigInteger.Parse(digits, null), Table.ReadJson(Table.Numeric, ColumnKind.BigInteger, $$"""{"c": {{digits}}}"""));
        Assert.Equal(digits + ".25", Table.ReadJson(Table.Numeric, ColumnKind.String, $$"""{"c": {{digits}}.25}"""));
    }

    [Fact]
    public void Timestamp_is_in_the_form_of_Json()
    {
        Assert.Equal(new DateTime(2026, 11, 22, 1, 2, 3, DateTimeKind.Unspecified), Table.ReadJson(Types.Timestamp, ColumnKind.DateTime, """{"c": "2026-11-22T01:02:03"}"""));
        Assert.Throws<RowReadException>(() => Table.ReadJson(Types.Timestamp, ColumnKind.DateTime, """{"c": "2026-11-22 01:02:03"}"""));
    }

    /// <summary>to_jsonb writes both nulls as one.</summary>
    [Fact]
    public void Json_null_is_null_for_a_nullable_property_and_otherwise_the_null_of_Json()
    {
        RowColumn[] columns = [new("data", "Data", ColumnKind.JsonElement, IsNullable: true)];
        var reader = TupleReader.OfJson(RowBinding.Create(Layout, columns), """{"data": null}"""u8);
        Assert.True(reader.Next(out _));
        Assert.True(reader.IsNull);
        Assert.True(reader.Value.IsJsonNull);
        Assert.Equal(new JsonForm("null"), Table.ReadJson(Types.Jsonb, ColumnKind.JsonElement, """{"c": null}"""));
    }

    [Fact]
    public void Json_element_outlives_the_bytes()
    {
        var bytes = """{"data": {"a": [1, 2, 3]}}"""u8.ToArray();
        var reader = TupleReader.OfJson(RowBinding.Create(Layout, [new RowColumn("data", "Data", ColumnKind.JsonElement, IsNullable: false)]), bytes);
        Assert.True(reader.Next(out _));
        var element = reader.Value.GetJsonElement();
        Array.Clear(bytes);
        Assert.Equal(3, element.GetProperty("a")[2].GetInt32());
    }

    private static object?[] Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    private static object?[] Read(byte[] json)
    {
        var reader = TupleReader.OfJson(RowBinding.Create(Layout, Columns), json);
        var row = new object?[Columns.Length];
        while (reader.Next(out var slot))
        {
            row[slot] = reader.IsNull && Columns[slot].IsNullable ? null : slot == 1 ? reader.Value.GetInt64() : reader.Value.GetString();
        }

        return row;
    }
}
