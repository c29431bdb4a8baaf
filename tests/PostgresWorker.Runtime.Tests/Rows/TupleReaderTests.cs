using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

public sealed class TupleReaderTests
{
    private static readonly TableLayout Layout = Table.Layout(("id", Table.Bigint), ("note", Table.Text), ("blob", Table.Text), ("rank", Table.Integer));

    private static readonly RowColumn[] Columns =
    [
        new("rank", "Rank", ColumnKind.Int32, IsNullable: true),
        new("blob", "Blob", ColumnKind.String, IsNullable: true),
        new("id", "Id", ColumnKind.Int64, IsNullable: false),
    ];

    private static readonly RowBinding Binding = RowBinding.Create(Layout, Columns);

    private static TupleValue Id => TupleValue.Binary(0, 0, 0, 0, 0, 0, 0, 5);

    [Fact]
    public void Columns_are_bound_by_name_and_undeclared_ones_are_not_decoded()
    {
        // The undeclared column has what no reader of text takes.
        var row = Table.ReadRow(Binding, Columns, TupleValue.Tuple(Id, TupleValue.Text([0xFF]), TupleValue.Text("big"), TupleValue.Text("-7")));
        Assert.Equal([-7, "big", 5L], row);
    }

    [Fact]
    public void Undeclared_columns_may_be_unchanged_or_null()
    {
        var row = Table.ReadRow(Binding, Columns, TupleValue.Tuple(Id, TupleValue.Unchanged, TupleValue.Null, TupleValue.Null));
        Assert.Equal([null, null, 5L], row);
    }

    [Fact]
    public void Null_for_a_property_that_is_not_nullable_names_the_column()
    {
        var error = Assert.Throws<RowReadException>(() => Table.ReadRow(Binding, Columns, TupleValue.Tuple(TupleValue.Null, TupleValue.Null, TupleValue.Null, TupleValue.Null)));
        Assert.Equal("id", error.Column);
        Assert.Equal(Table.Name, error.Table);
        Assert.Equal("bigint", error.ColumnType);
        Assert.Contains("'id' (bigint) of table public.things: the value is NULL", error.Message, StringComparison.Ordinal);
        Assert.Contains("declare it with '?'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ServerValueTests.Values), MemberType = typeof(ServerValueTests), DisableDiscoveryEnumeration = true)]
    public void Null_is_an_error_for_every_kind(ServerValue value)
    {
        var error = Assert.Throws<RowReadException>(() => Table.Read(value.Type, value.Kind, TupleValue.Null));
        Assert.Contains("the value is NULL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unchanged_value_is_taken_from_the_whole_old_row()
    {
        var old = TupleValue.Tuple(Id, TupleValue.Text("x"), TupleValue.Text("large"), TupleValue.Text("1"));
        var row = Table.ReadRow(Binding, Columns, TupleValue.Tuple(Id, TupleValue.Unchanged, TupleValue.Unchanged, TupleValue.Text("2")), old);
        Assert.Equal([2, "large", 5L], row);
    }

    [Fact]
    public void Unchanged_value_without_the_old_row_is_an_error_with_the_Alter_Table()
    {
        var tuple = TupleValue.Tuple(Id, TupleValue.Null, TupleValue.Unchanged, TupleValue.Null);
        var error = Assert.Throws<RowReadException>(() => Table.ReadRow(Binding, Columns, tuple));
        Assert.Equal("blob", error.Column);
        Assert.Contains("ALTER TABLE \"public\".\"things\" REPLICA IDENTITY FULL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unchanged_value_that_is_unchanged_in_the_old_row_too_is_an_error()
    {
        var tuple = TupleValue.Tuple(Id, TupleValue.Null, TupleValue.Unchanged, TupleValue.Null);
        Assert.Equal("blob", Assert.Throws<RowReadException>(() => Table.ReadRow(Binding, Columns, tuple, tuple)).Column);
    }

    /// <summary>An old tuple of another layout must not lend the value of another column.</summary>
    [Fact]
    public void Unchanged_value_is_not_taken_from_an_old_row_that_ends_before_it()
    {
        var tuple = TupleValue.Tuple(Id, TupleValue.Null, TupleValue.Unchanged, TupleValue.Null);
        var old = TupleValue.Tuple(Id, TupleValue.Text("another column"));
        var error = Assert.Throws<RowReadException>(() => Table.ReadRow(Binding, Columns, tuple, old));
        Assert.Contains("do not belong together", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tuple_with_fewer_columns_than_the_layout_is_an_error()
    {
        var error = Assert.Throws<RowReadException>(() => Table.ReadRow(Binding, Columns, TupleValue.Tuple(Id, TupleValue.Null, TupleValue.Null)));
        Assert.Equal("rank", error.Column);
        Assert.Contains("do not belong together", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tuple_with_more_columns_than_the_layout_is_an_error()
    {
        var tuple = TupleValue.Tuple(Id, TupleValue.Null, TupleValue.Null, TupleValue.Null, TupleValue.Null);
        var error = Assert.Throws<RowReadException>(() => Table.ReadRow(Binding, Columns, tuple));
        Assert.Contains("do not belong together", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("78")] // no format
    [InlineData("62000000")] // half a length
    [InlineData("62ffffffff")] // a negative length
    [InlineData("627fffffff00")] // a length beyond the tuple
    public void Column_that_is_not_well_formed_is_an_error(string hex) =>
        Assert.Equal("id", Assert.Throws<RowReadException>(() => Table.ReadRow(Binding, Columns, Convert.FromHexString(hex))).Column);

    [Fact]
    public void Number_beyond_the_property_is_an_error_that_says_what_to_declare()
    {
        var error = Assert.Throws<RowReadException>(() => Table.Read(Table.Integer, ColumnKind.Int32, TupleValue.Binary(0, 0, 0, 1, 0, 0, 0, 0)));
        Assert.Contains("declare the property as long", error.Message, StringComparison.Ordinal);
    }
}
