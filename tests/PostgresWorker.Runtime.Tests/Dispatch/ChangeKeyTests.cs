using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Rows;

namespace PostgresWorker.Tests.Dispatch;

public sealed class ChangeKeyTests
{
    private static readonly TableLayout Single = Layout("things", keys: 1);
    private static readonly TableLayout Composite = Layout("things", keys: 2);
    private static readonly TableLayout Keyless = Layout("things", keys: 0);

    [Fact]
    public void Columns_beside_the_key_do_not_count() =>
        Assert.Equal(Of(Single, Text("1"), Text("x"), Text("y")), Of(Single, Text("1"), TupleValue.Null, TupleValue.Unchanged));

    [Fact]
    public void Other_keys_have_other_hashes() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(i => Of(Single, Text($"{i}"), Text("x"), Text("y"))).Distinct().Count());

    [Fact]
    public void Parts_of_a_composite_key_are_kept_apart()
    {
        Assert.NotEqual(Of(Composite, Text("a"), Text("bc"), Text("")), Of(Composite, Text("ab"), Text("c"), Text("")));
        Assert.NotEqual(Of(Composite, Text(""), Text("abc"), Text("")), Of(Composite, Text("abc"), Text(""), Text("")));
        Assert.NotEqual(Of(Composite, Text("a"), Text("b"), Text("")), Of(Composite, Text("b"), Text("a"), Text("")));
    }

    [Fact]
    public void A_binary_key_is_hashed_by_its_bytes()
    {
        Assert.Equal(Of(Single, TupleValue.Binary(0, 0, 0, 1), Text(""), Text("")), Of(Single, TupleValue.Binary(0, 0, 0, 1), Text("x"), Text("")));
        Assert.NotEqual(Of(Single, TupleValue.Binary(0, 0, 0, 1), Text(""), Text("")), Of(Single, TupleValue.Binary(0, 0, 0, 2), Text(""), Text("")));
    }

    [Fact]
    public void Rows_of_a_table_without_a_key_are_all_one() =>
        Assert.Equal(Of(Keyless, Text("1"), Text("x"), Text("y")), Of(Keyless, Text("2"), Text("z"), TupleValue.Null));

    [Fact]
    public void The_same_key_in_another_table_is_another() =>
        Assert.NotEqual(Of(Single, Text("1"), Text(""), Text("")), Of(Layout("others", keys: 1), Text("1"), Text(""), Text("")));

    [Fact]
    public void An_unchanged_key_value_is_taken_from_the_old_row()
    {
        var old = TupleValue.Tuple(Text("k"), Text("large"), TupleValue.Null);
        var unchanged = TupleValue.Tuple(Text("k"), TupleValue.Unchanged, Text("new"));
        Assert.Equal(new ChangeKey(Composite).Of(old, default), new ChangeKey(Composite).Of(unchanged, old));
        Assert.NotEqual(new ChangeKey(Composite).Of(old, default), new ChangeKey(Composite).Of(unchanged, TupleValue.Tuple(Text("k"), Text("other"), TupleValue.Null)));
    }

    [Fact]
    public void A_value_that_is_sent_wins_over_the_old_one()
    {
        var old = TupleValue.Tuple(Text("1"), TupleValue.Null, TupleValue.Null);
        var moved = TupleValue.Tuple(Text("2"), TupleValue.Null, TupleValue.Null);
        Assert.Equal(new ChangeKey(Single).Of(moved, default), new ChangeKey(Single).Of(moved, old));
    }

    private static int Of(TableLayout layout, params TupleValue[] values) => new ChangeKey(layout).Of(TupleValue.Tuple(values), default);

    private static TupleValue Text(string text) => TupleValue.Text(text);

    private static TableLayout Layout(string table, int keys) => new(
        new TableName("public", table),
        [.. Enumerable.Range(0, 3).Select(i => new TableColumn($"c{i}", Table.Text, IsInIdentity: i < keys, IsInKey: i < keys))]);
}
