using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

public sealed class RowBindingTests
{
    private static readonly TableLayout Layout = Table.Layout(("id", Table.Bigint), ("note", Table.Text), ("state", Table.Mood));

    [Fact]
    public void Slots_are_the_declared_columns_in_the_order_of_the_wire()
    {
        var binding = RowBinding.Create(Layout, [Column("state", "State", ColumnKind.Enum), Column("id", "Id", ColumnKind.Int64)]);
        Assert.Equal([1, -1, 0], binding.Slots.ToArray());
        Assert.Same(Layout, binding.Layout);
    }

    [Fact]
    public void Names_are_compared_as_they_stand_in_the_catalog() =>
        Assert.Single(RowBinding.Check(Layout, [Column("ID", "Id", ColumnKind.Int64)]));

    [Fact]
    public void Only_key_columns_are_within_the_identity()
    {
        Assert.True(RowBinding.Create(Layout, [Column("id", "Id", ColumnKind.Int64)]).IsWithinIdentity);
        Assert.False(RowBinding.Create(Layout, [Column("id", "Id", ColumnKind.Int64), Column("note", "Note", ColumnKind.String)]).IsWithinIdentity);
    }

    [Fact]
    public void Missing_column_is_named_with_the_property_and_the_ways_out() => Assert.Equal(
        ["the table has no column 'colour', which property Colour declares; rename the property, give it [Column(\"...\")] or mark it [NotMapped]"],
        RowBinding.Check(Layout, [Column("colour", "Colour", ColumnKind.String)]));

    [Fact]
    public void Bigint_into_int_says_to_declare_long() => Assert.Equal(
        ["column 'id' is bigint, which property Id (int) can't hold; declare it as long"],
        RowBinding.Check(Layout, [Column("id", "Id", ColumnKind.Int32)]));

    [Theory]
    [InlineData("integer", 23, "int4", ColumnKind.Int16, "declare it as int")]
    [InlineData("numeric", 1700, "numeric", ColumnKind.Double, "declare it as decimal")]
    [InlineData("double precision", 701, "float8", ColumnKind.Single, "declare it as double")]
    [InlineData("oid", 26, "oid", ColumnKind.Int32, "declare it as long")]
    [InlineData("timestamp with time zone", 1184, "timestamptz", ColumnKind.DateOnly, "declare it as DateTimeOffset")]
    [InlineData("timestamp without time zone", 1114, "timestamp", ColumnKind.DateTimeOffset, "declare it as DateTime")]
    [InlineData("citext", 90_000, "citext", ColumnKind.Int32, "declare it as string")]
    [InlineData("point", 600, "point", ColumnKind.Int32, "declare it as NpgsqlPoint")]
    [InlineData("money", 790, "money", ColumnKind.Decimal, "declare it as string")]
    public void Misfit_suggests_what_holds_the_type(string name, uint oid, string baseName, ColumnKind kind, string suggestion)
    {
        var layout = Table.Layout(("c", new ColumnType(name, oid, 'b', baseName)));
        var problem = Assert.Single(RowBinding.Check(layout, [Column("c", "C", kind)]));
        Assert.StartsWith($"column 'c' is {name}, which property C (", problem, StringComparison.Ordinal);
        Assert.Contains(suggestion, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Enum_into_int_suggests_an_enum_or_string() => Assert.Contains(
        "declare it as an enum with the same labels, or as string",
        Assert.Single(RowBinding.Check(Layout, [Column("state", "State", ColumnKind.Int32)])),
        StringComparison.Ordinal);

    [Fact]
    public void Create_reports_every_problem_at_once()
    {
        var error = Assert.Throws<RowLayoutException>(() => RowBinding.Create(Layout, [Column("id", "Id", ColumnKind.Int32), Column("colour", "Colour", ColumnKind.String)]));
        Assert.Equal(2, error.Problems.Count);
        Assert.Equal(Table.Name, error.Table);
        Assert.StartsWith("Table public.things does not fit its row type: column 'id' is bigint", error.Message, StringComparison.Ordinal);
    }

    private static RowColumn Column(string name, string property, ColumnKind kind) => new(name, property, kind, IsNullable: false);
}
