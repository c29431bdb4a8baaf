using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Sources;
using PostgresWorker.Tests.Rows;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Dispatch;

/// <summary>Which updates are delivered, and by what they are ordered.</summary>
public sealed class RouterSettingsTests
{
    private readonly RoutedList _routed = [];

    [Theory]
    [InlineData("a", "b", true)]
    [InlineData("a", "a", false)]
    [InlineData("a", "", true)]
    [InlineData("a", null, true)]
    [InlineData(null, null, false)]
    public void An_update_is_delivered_where_a_watched_column_differs(string? before, string? after, bool isDelivered) =>
        Assert.Equal(isDelivered, Delivers(Update(OldTupleKind.Full, Shop.Tuple(1, before), Shop.Tuple(1, after)), "note"));

    [Fact]
    public void Columns_beside_the_watched_ones_do_not_count() =>
        Assert.False(Delivers(Update(OldTupleKind.Full, Shop.Tuple(1, "a"), Shop.Tuple(1, "b")), "id"));

    [Fact]
    public void A_large_value_that_is_not_sent_again_has_not_changed() =>
        Assert.False(Delivers(Update(OldTupleKind.Full, Shop.Tuple(1, "a"), TupleValue.Tuple(TupleValue.Text("1"), TupleValue.Unchanged)), "note"));

    [Fact]
    public void Without_an_old_row_only_columns_of_the_identity_are_known_to_be_the_same()
    {
        Assert.False(Delivers(Update(OldTupleKind.None, [], Shop.Tuple(1, "a")), "id"));
        Assert.True(Delivers(Update(OldTupleKind.None, [], Shop.Tuple(1, "a")) with { Tables = [ById] }, "note"));
    }

    [Fact]
    public void With_an_old_key_other_columns_may_have_changed()
    {
        Assert.True(Delivers(Update(OldTupleKind.Key, Shop.Tuple(1), Shop.Tuple(2)) with { Tables = [ById] }, "id"));
        Assert.False(Delivers(Update(OldTupleKind.Key, Shop.Tuple(1), Shop.Tuple(1)) with { Tables = [ById] }, "id"));
        Assert.True(Delivers(Update(OldTupleKind.Key, Shop.Tuple(1), Shop.Tuple(1)) with { Tables = [ById] }, "note"));
    }

    [Fact]
    public void Inserts_and_deletes_are_always_delivered()
    {
        var router = new Router([Watching("id")], new WireStore());
        Route(router, Scripted.Insert(1));
        Assert.Single(_routed);
        Route(router, new(RawChangeKind.Row) { RowKind = ChangeKinds.Deleted, OldKind = OldTupleKind.Full, Old = Shop.Tuple(1) });
        Assert.Single(_routed);
    }

    [Fact]
    public void A_row_that_moves_and_is_filtered_out_leaves_a_mark_in_both_keys()
    {
        var router = new Router([Watching("note")], new WireStore());
        Assert.False(Route(router, Update(OldTupleKind.Full, Shop.Tuple(1, "a"), Shop.Tuple(2, "a"))));
        var mark = Assert.Single(_routed);
        Assert.True(mark.IsMark);
        Assert.NotEqual(mark.Key, mark.OldKey);
        Route(router, Update(OldTupleKind.Full, Shop.Tuple(1, "a"), Shop.Tuple(1, "a")));
        Assert.Empty(_routed);
    }

    [Fact]
    public void Listeners_order_by_columns_of_their_own()
    {
        var router = new Router([Shop.Listener("by key"), OrderedBy("note"), Shop.Listener("by key too")], new WireStore());
        var keys = new[] { (1, "a"), (1, "b"), (2, "a") }.Select(row =>
        {
            Route(router, Scripted.Insert(row.Item1, row.Item2));
            return _routed.ToDictionary(routed => routed.Route.Name, routed => routed.Key);
        }).ToArray();
        Assert.All(keys, key => Assert.Equal(key["by key"], key["by key too"]));
        Assert.Equal(keys[0]["by key"], keys[1]["by key"]);
        Assert.NotEqual(keys[0]["by key"], keys[2]["by key"]);
        Assert.Equal(keys[0]["by note"], keys[2]["by note"]);
        Assert.NotEqual(keys[0]["by note"], keys[1]["by note"]);
    }

    [Fact]
    public void An_update_that_moves_a_row_to_another_value_of_the_ordering_column_is_ordered_with_both()
    {
        Assert.False(Route(new Router([Shop.Listener("by key"), OrderedBy("note")], new WireStore()), Update(OldTupleKind.Full, Shop.Tuple(1, "a"), Shop.Tuple(1, "b"))));
        Assert.Null(_routed.Single(routed => routed.Route.Name == "by key").OldKey);
        Assert.NotNull(_routed.Single(routed => routed.Route.Name == "by note").OldKey);
        Assert.False(Route(new Router([OrderedBy("note")], new WireStore()), Update(OldTupleKind.Full, Shop.Tuple(1, "a"), Shop.Tuple(1, "a"))));
        Assert.Null(Assert.Single(_routed).OldKey);
    }

    [Fact]
    public void Updates_and_deletes_without_the_ordering_columns_old_value_are_barriers()
    {
        var router = new Router([OrderedBy("note")], new WireStore());
        Assert.True(Route(router, Update(OldTupleKind.None, [], Shop.Tuple(1, "a")) with { Tables = [ById] }));
        Assert.True(Route(router, new(RawChangeKind.Row) { RowKind = ChangeKinds.Deleted, OldKind = OldTupleKind.Key, Old = Shop.Tuple(1), Tables = [ById] }));
        Assert.False(Route(router, Scripted.Insert(1, "a") with { Tables = [ById] }));
        Assert.False(Route(new Router([OrderedBy("id")], new WireStore()), Update(OldTupleKind.None, [], Shop.Tuple(1, "a")) with { Tables = [ById] }));
    }

    [Fact]
    public void A_new_type_of_the_ordering_column_is_a_barrier()
    {
        var router = new Router([OrderedBy("id")], new WireStore());
        Assert.False(Route(router, Scripted.Insert(1)));
        Assert.True(Route(router, Scripted.Insert(1) with { Tables = [Table.Layout(("id", Table.Integer), ("note", Table.Text))] }));
    }

    private static TableLayout ById { get; } = new(
        Table.Name, [new TableColumn("id", Table.Bigint, IsInIdentity: true, IsInKey: true), new TableColumn("note", Table.Text, IsInIdentity: false, IsInKey: false)]);

    private static Scripted Update(OldTupleKind kind, byte[] old, byte[] after) => new(RawChangeKind.Row) { RowKind = ChangeKinds.Updated, OldKind = kind, Old = old, New = after };

    private static RowListenerRoute<Thing> Watching(string column) => Shop.Listener("watching", settings: (WhenChanged: [column], OrderBy: null));

    private static RowListenerRoute<Thing> OrderedBy(string column) => Shop.Listener($"by {column}", settings: (WhenChanged: [], OrderBy: column));

    private bool Delivers(Scripted update, string watched)
    {
        Route(new Router([Watching(watched)], new WireStore()), update);
        return _routed.Count == 1;
    }

    private bool Route(Router router, Scripted change)
    {
        _routed.Clear();
        return router.RouteRow(change.ToRaw(), _routed);
    }
}
