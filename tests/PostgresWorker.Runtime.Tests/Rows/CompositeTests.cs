using PostgresWorker.Generated;
using static PostgresWorker.Tests.Rows.Types;

namespace PostgresWorker.Tests.Rows;

/// <summary>Composites in all forms; the bytes are those of <c>record_send</c>, the texts those of <c>record_out</c>.</summary>
public sealed class CompositeTests
{
    private const string Whole = "0000000300000019000000016100000017000000040000000700004475" + "0000001900000001000000000000001900000001000000010000000178";
    private const string Nulls = "0000000300000019ffffffff00000017ffffffff00004475ffffffff";

    private static readonly RowColumn Column = Types.Column(ColumnKind.Composite) with { Fields = AddressReader.Instance };

    [Theory]
    [InlineData(Whole, "(a,7,{x})", """{"no": 7, "tags": ["x"], "street": "a"}""", "a|7|x")]
    [InlineData(Nulls, "(,,)", """{"no": null, "tags": null, "street": null}""", "-|-|-")]
    [InlineData(null, "(\"a \"\"b\"\"\",,\"{\"\"c\\\\\\\\d\"\",\"\"q\\\\\"\"\"\"}\")", """{"no": null, "tags": ["c\\d", "q\""], "street": "a \"b\""}""", "a \"b\"|-|c\\d;q\"")]
    [InlineData(null, "(\"\",,{})", """{"street": "", "tags": []}""", "|-|")]
    public void Fields_are_bound_by_name(string? hex, string text, string json, string expected)
    {
        if (hex is not null)
        {
            Assert.Equal(expected, Read<string>(Address, Column, ReadAddress, hex));
        }

        Assert.Equal(expected, Read<string>(Address, Column, ReadAddress, text: text));
        Assert.Equal(expected, Read<string>(Address, Column, ReadAddress, json: json));
    }

    [Fact]
    public void String_of_a_Json_object_is_the_servers_text()
    {
        var text = Types.Column(ColumnKind.String);
        Assert.Equal(
            "(\"a \"\"b\"\"\",,\"{\"\"c\\\\\\\\d\"\",\"\"q\\\\\"\"\"\"}\")",
            Read<string>(Address, text, static (in ValueReader value) => value.GetString(), json: """{"no": null, "tags": ["c\\d", "q\""], "street": "a \"b\""}"""));
    }

    [Fact]
    public void Composites_in_arrays()
    {
        var column = Types.Column(ColumnKind.Array) with { Element = Shape(ColumnKind.Composite, isNullable: true) with { Fields = AddressReader.Instance } };
        static string[] Read(in ValueReader value) => value.GetArray(static (in ValueReader element) => element.IsNull ? "null" : element.GetComposite(AddressReader.Instance));
        Assert.Equal(["a|7|x", "null"], Read<string[]>(Array(Address), column, Read, text: """{"(a,7,{x})",NULL}"""));
        Assert.Equal(["a|7|x", "null"], Read<string[]>(Array(Address), column, Read, json: """[{"no": 7, "tags": ["x"], "street": "a"}, null]"""));
    }

    [Fact]
    public void Errors_name_the_field()
    {
        var error = Error<string>(Address, Column, ReadAddress, text: "(a,seven,)");
        Assert.StartsWith("Column 'c.no' (integer) of table public.things: ", error, StringComparison.Ordinal);
    }

    /// <summary>ALTER TYPE is told by no message of the stream.</summary>
    [Theory]
    [InlineData("0000000400000019000000016100000017000000040000000700004475ffffffff00000019ffffffff")] // one more field
    [InlineData("0000000300000017000000040000000700000017000000040000000700004475ffffffff")] // another type
    [InlineData("00000003000000190000000161")]
    [InlineData("ffffffff")]
    [InlineData("")]
    public void Value_with_other_fields_is_an_error(string hex) => Error<string>(Address, Column, ReadAddress, hex);

    /// <summary>Fields are added at the end, so what a value from before lacks is known if none was ever dropped.</summary>
    [Fact]
    public void Fields_added_since_are_null()
    {
        const string hex = "00000002000000190000000161000000170000000400000007";
        Assert.Equal("a|7|-", Read<string>(Address, Column, ReadAddress, hex));
        Assert.Equal("a|7|-", Read<string>(Address, Column, ReadAddress, text: "(a,7)"));

        var altered = Address with { HasAllFields = true };
        Assert.Contains("the type was altered", Error<string>(altered, Column, ReadAddress, hex), StringComparison.Ordinal);
        Assert.Contains("the type was altered", Error<string>(altered, Column, ReadAddress, text: "(a,7)"), StringComparison.Ordinal);
        Assert.Equal("a|7|x", Read<string>(altered, Column, ReadAddress, Whole));
    }

    /// <summary>One dropped and another of its type added: count and types are the same, and the fields are not.</summary>
    [Fact]
    public void Values_are_refused_where_fields_may_have_been_dropped_since()
    {
        var altered = Address with { HasDroppedFields = true };
        Assert.Contains("has lost a field", Error<string>(altered, Column, ReadAddress, Whole), StringComparison.Ordinal);
        Assert.Contains("has lost a field", Error<string>(altered, Column, ReadAddress, text: "(a,7,{x})"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("(")]
    [InlineData("()")]
    [InlineData("a,7,")]
    [InlineData("(a,7,{},)")]
    [InlineData("(\"a,7,)")]
    [InlineData("(\"a\"b,7,)")]
    [InlineData("(a,7),)")]
    public void Text_form_that_is_not_well_formed_is_an_error(string text) =>
        Error<string>(Address with { HasAllFields = true }, Column, ReadAddress, text: text);

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("\"(a,7\"")]
    public void Json_that_is_no_object_is_an_error(string json) => Error<string>(Address, Column, ReadAddress, json: json);

    [Fact]
    public void Problems_name_the_field_and_the_property()
    {
        var other = Composite("address", ("street", Table.Integer), ("no", Table.Integer));
        Assert.Equal(
            [
                "field 'c.street' is integer, which property Tags (string[]) can't hold; declare it as int",
            ],
            RowBinding.Check(Table.Layout(("c", other)), [Types.Column(ColumnKind.Composite) with { Fields = new StreetsReader() }]));
        Assert.Contains(
            "the composite address has no field 'c.tags', which property Tags declares",
            Assert.Single(RowBinding.Check(Table.Layout(("c", Array(other))), [Types.Column(ColumnKind.List) with { Element = Shape(ColumnKind.Composite) with { Fields = AddressReader.Instance } }])),
            StringComparison.Ordinal);
    }

    private static string ReadAddress(in ValueReader value) => value.GetComposite(AddressReader.Instance);

    private sealed class StreetsReader : RowReader<string>
    {
        private static readonly RowColumn[] Declared = [new("street", "Tags", ColumnKind.Array, true) { Element = Shape(ColumnKind.String) }];

        public override ReadOnlySpan<RowColumn> Columns => Declared;

        public override string Read(ref TupleReader tuple) => throw new InvalidOperationException("Never bound.");

        public override void Write(RowWriter writer, string row) => throw new InvalidOperationException("Never bound.");
    }
}
