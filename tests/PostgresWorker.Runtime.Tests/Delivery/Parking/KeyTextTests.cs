using PostgresWorker.Delivery.Parking;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Rows;

namespace PostgresWorker.Tests.Delivery.Parking;

/// <summary>A key has one text, whatever form it came in, and every other key another.</summary>
public sealed class KeyTextTests
{
    // The stream's time zone is UTC.
    public static TheoryData<string> Known => [.. ServerValues.All.Where(value => KeyValueText.IsKnown(value.Type) && !value.Sql.Contains(" at ", StringComparison.Ordinal)).Select(value => value.Sql).Distinct()];

    [Theory]
    [MemberData(nameof(Known))]
    public void The_binary_form_has_the_servers_text(string sql)
    {
        var value = ServerValues.Of(sql);
        Assert.Equal(value.Text, Of(value.Type, value.Binary));
        Assert.Equal(value.Text, Of(value.Type, value.TextForm));
    }

    [Fact]
    public void Of_the_types_that_keys_mostly_have_the_binary_form_is_known() =>
        Assert.All((uint[])[16, 17, 19, 20, 21, 23, 25, 26, 1042, 1043, 1082, 1114, 1184, 1700, 2950], oid => Assert.True(KeyValueText.IsKnown(new ColumnType("", oid, 'b', ""))));

    [Fact]
    public void What_could_be_taken_for_another_key_is_written_as_a_row()
    {
        Assert.Equal(["7", "(\"\")", "(*)", "(\"(1)\")", "()"], ((string?[])["7", "", "*", "(1)", null]).Select(text => Key(text)));
        Assert.Equal(["(a,b)", "(\"a,b\",c)", "(,)", "(\"\",)", "(\"a\"\"\\\\\",\" \")"], new[] { Key("a", "b"), Key("a,b", "c"), Key(null, null), Key("", null), Key("a\"\\", " ") });
        Assert.Equal(KeyText.Whole, Key());
    }

    [Fact]
    public void A_long_key_fits_an_index_and_is_its_own()
    {
        var (one, other) = (Key(new string('a', 5000) + "1"), Key(new string('a', 5000) + "2"));
        Assert.NotEqual(one, other);
        Assert.InRange(one.Length, 64, 1000);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(Key(string.Concat(Enumerable.Repeat("😀", 400)))), 64, 1000);
    }

    [Fact]
    public void A_column_to_order_by_takes_the_keys_place()
    {
        var layout = new TableLayout(Table.Name, [new("id", Table.Bigint, IsInIdentity: true, IsInKey: true), new("customer", Table.Text, IsInIdentity: false, IsInKey: false)]);
        var tuple = TupleValue.Tuple(TupleValue.Text("1"), TupleValue.Text("ann"));
        Assert.Equal("ann", new KeyText(layout, "customer").Of(tuple, default));
        Assert.False(KeyText.IsKnown(Table.Layout(("id", Table.Interval)), null));
        Assert.True(KeyText.IsKnown(Table.Layout(("id", Table.Bigint), ("span", Table.Interval)), null));
    }

    private static string? Of(ColumnType type, TupleValue value)
    {
        ReadOnlySpan<byte> tuple = TupleValue.Tuple(value);
        return KeyValueText.Of(WireTuple.Take(ref tuple), type);
    }

    private static string Key(params string?[] values) => new KeyText(
        new TableLayout(Table.Name, [.. values.Select((_, i) => new TableColumn($"c{i}", Table.Text, IsInIdentity: true, IsInKey: true)), new("other", Table.Text, IsInIdentity: false, IsInKey: false)]),
        orderBy: null).Of(TupleValue.Tuple([.. values.Select(value => value is null ? TupleValue.Null : TupleValue.Text(value)), TupleValue.Null]), default);
}
