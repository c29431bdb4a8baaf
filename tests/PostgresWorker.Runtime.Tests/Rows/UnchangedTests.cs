using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>Large values that an update left as they were.</summary>
public sealed class UnchangedTests
{
    private static readonly RowBinding Binding = RowBinding.Create(
        Table.Layout(("id", Table.Bigint), ("blob", Table.Text)),
        [new RowColumn("blob", "Blob", ColumnKind.String, IsNullable: true) { AcceptsUnchanged = true }]);

    private static TupleValue Id => TupleValue.Binary(0, 0, 0, 0, 0, 0, 0, 5);

    [Fact]
    public void Property_that_accepts_it_is_told() => Assert.True(Read(TupleValue.Unchanged, old: null).IsUnchanged);

    [Fact]
    public void Old_row_lends_its_value() => Assert.Equal(new Unchanged<string?>("large"), Read(TupleValue.Unchanged, TupleValue.Tuple(Id, TupleValue.Text("large"))));

    [Fact]
    public void Changed_value_and_null_are_values()
    {
        Assert.Equal(new Unchanged<string?>("new"), Read(TupleValue.Text("new"), old: null));
        Assert.Equal(new Unchanged<string?>(null), Read(TupleValue.Null, old: null));
    }

    [Fact]
    public void Value_is_asked_for_only_where_there_is_one()
    {
        Unchanged<int> unchanged = default, zero = new(0);
        Assert.True(unchanged.IsUnchanged);
        Assert.Throws<InvalidOperationException>(() => unchanged.Value);
        Assert.False(unchanged.TryGetValue(out _));
        Assert.True(zero.TryGetValue(out var value));
        Assert.Equal(0, value);
        Assert.NotEqual(unchanged, zero);
        Assert.True(unchanged != zero);
        Assert.Equal("(unchanged)", unchanged.ToString());
        Assert.Equal("0", zero.ToString());
    }

    // As generated code does.
    private static Unchanged<string?> Read(TupleValue blob, byte[]? old)
    {
        var tuple = new TupleReader(Binding, TupleValue.Tuple(Id, blob), old);
        Assert.True(tuple.Next(out _));
        var read = tuple.IsUnchanged ? default : new Unchanged<string?>(tuple.IsNull ? null : tuple.Value.GetString());
        Assert.False(tuple.Next(out _));
        return read;
    }
}
