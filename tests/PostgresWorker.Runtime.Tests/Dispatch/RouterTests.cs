using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Sources;
using PostgresWorker.Tests.Rows;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Dispatch;

public sealed class RouterTests
{
    private readonly RoutedList _routed = [];

    [Fact]
    public void Each_listener_gets_the_kinds_it_wants()
    {
        var router = new Router([Shop.Listener("inserts", ChangeKinds.Inserted), Shop.Listener("deletes", ChangeKinds.Deleted), Shop.Listener("rows"), Shop.TruncateListener("truncates", (_, _, _) => default)], new WireStore());
        Assert.Equal(["inserts", "rows"], Names(router, Scripted.Insert(1)));
        Assert.Equal(["rows"], Names(router, Scripted.Move(1, 2)));
        Assert.Equal(["deletes", "rows"], Names(router, Delete(1)));
        Assert.Equal(["truncates"], Names(router, Scripted.Truncate(Shop.Layout)));
    }

    [Fact]
    public void Other_tables_have_no_listeners_here()
    {
        var router = new Router([Shop.Listener("rows")], new WireStore());
        Assert.Empty(Names(router, Scripted.Insert(1) with { Tables = [Shop.OtherLayout] }));
        Assert.Empty(Names(router, Scripted.Truncate(Shop.OtherLayout)));
    }

    [Fact]
    public void Two_listeners_of_a_table_get_contexts_of_their_own_for_one_change_and_key()
    {
        Route(new Router([Shop.Listener("first"), Shop.Listener("second")], new WireStore()), Scripted.Insert(7, "new") with { Lsn = 0x90, Ordinal = 3 });
        Assert.Equal(2, _routed.Count);
        Assert.NotSame(_routed[0].Context, _routed[1].Context);
        Assert.All(_routed, routed =>
        {
            Assert.Equal("7300000000000000001:0/100:0/90:3", routed.Context.Id);
            Assert.Equal(new ChangeKey(Shop.Layout).Of(Shop.Tuple(7), default), routed.Key);
            Assert.Equal(new Thing(7, "new"), Assert.IsType<Inserted<Thing>>(routed.Change).New);
            Assert.Same(routed.Context, routed.Change.Context);
        });
    }

    [Fact]
    public void Insert_update_and_delete_of_a_row_have_one_key()
    {
        var router = new Router([Shop.Listener("rows")], new WireStore());
        Route(router, Scripted.Insert(7, "a"));
        var key = Assert.Single(_routed).Key;
        Route(router, Scripted.Insert(7, "b") with { RowKind = ChangeKinds.Updated });
        Assert.Equal(key, Assert.Single(_routed).Key);
        Route(router, Delete(7));
        Assert.Equal(key, Assert.Single(_routed).Key);
        Route(router, Delete(8));
        Assert.NotEqual(key, Assert.Single(_routed).Key);
    }

    [Fact]
    public void Only_a_row_that_moves_to_another_key_is_ordered_with_two()
    {
        var router = new Router([Shop.Listener("rows")], new WireStore());
        Route(router, Scripted.Insert(1));
        var before = Assert.Single(_routed).Key;
        Assert.Null(_routed[0].OldKey);
        Assert.False(Route(router, Scripted.Move(1, 2)));
        Assert.Equal(before, Assert.Single(_routed).OldKey);
        Assert.NotEqual(before, _routed[0].Key);
        Assert.Null(OldKey(router, Scripted.Move(1, 1)));
        Assert.Null(OldKey(router, Delete(1)));
        Assert.Null(OldKey(router, Scripted.Insert(1) with { RowKind = ChangeKinds.Updated }));
    }

    [Fact]
    public void A_row_is_kept_as_it_came_until_all_have_given_it_back()
    {
        var wire = new WireStore();
        Route(new Router([Shop.Listener("first"), Shop.Listener("second")], wire), Scripted.Move(1, 2));
        Assert.All(_routed, routed =>
        {
            Assert.True(routed.TryGetRow(out var layout, out var kind, out var image));
            Assert.Same(Shop.Layout, layout);
            Assert.Equal((ChangeKinds.Updated, OldTupleKind.Key), (kind, image.OldKind));
            Assert.Equal(Shop.Tuple(1), image.Old);
            Assert.Equal(Shop.Tuple(2), image.New);
            Assert.False(routed.TryGetMessage(out _, out _, out _) || routed.TryGetTruncate(out _, out _));
        });
        Assert.Same(_routed[0].Wire.Bytes.Segment, _routed[1].Wire.Bytes.Segment);
    }

    [Fact]
    public void A_large_row_is_kept_once_too()
    {
        var wire = new WireStore();
        Route(new Router([Shop.Listener("first"), Shop.Listener("second"), Shop.Listener("third")], wire), Scripted.Insert(1, new string('n', 100_000)));
        Assert.InRange(wire.Held, 100_000, 200_000);
        Assert.All(_routed, routed =>
        {
            Assert.Equal(Shop.Tuple(1, new string('n', 100_000)), routed.Wire.Bytes.New);
            Assert.NotEqual(0, wire.Held);
            routed.Wire.Bytes.Segment!.Release();
        });
        Assert.Equal(0, wire.Held);
        Assert.Empty(_routed[0].Wire.Bytes.Segment!.Bytes);
    }

    [Fact]
    public void A_truncate_keeps_its_flags()
    {
        Route(new Router([Shop.TruncateListener("truncates", (_, _, _) => default)], new WireStore()), Scripted.Truncate(Shop.Layout) with { Cascade = true });
        Assert.True(Assert.Single(_routed).TryGetTruncate(out var cascade, out var restartIdentity));
        Assert.Equal((true, false), (cascade, restartIdentity));
        Assert.False(_routed[0].TryGetRow(out _, out _, out _));
    }

    [Fact]
    public void A_new_layout_is_bound_anew()
    {
        var router = new Router([Shop.Listener("rows")], new WireStore());
        Route(router, Scripted.Insert(1, "before"));
        var wider = Table.Layout(("id", Table.Bigint), ("added", Table.Text), ("note", Table.Text));
        Route(router, Scripted.Insert(1) with { Tables = [wider], New = TupleValue.Tuple(TupleValue.Text("5"), TupleValue.Text("new"), TupleValue.Text("after")) });
        Assert.Equal(new Thing(5, "after"), Assert.IsType<Inserted<Thing>>(Assert.Single(_routed).Change).New);
        Route(router, Scripted.Insert(6, "back"));
        Assert.Equal(new Thing(6, "back"), Assert.IsType<Inserted<Thing>>(Assert.Single(_routed).Change).New);
    }

    [Fact]
    public void A_layout_that_no_longer_fits_is_an_error_each_time()
    {
        var router = new Router([Shop.Listener("rows")], new WireStore());
        var narrower = Table.Layout(("id", Table.Bigint));
        var change = Scripted.Insert(1) with { Tables = [narrower], New = TupleValue.Tuple(TupleValue.Text("1")) };
        Route(router, Scripted.Insert(1));
        for (var i = 0; i < 2; i++)
        {
            Assert.Contains("no column 'note'", Assert.Throws<RowLayoutException>(() => Route(router, change)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Where_somebody_is_told_a_layout_that_does_not_fit_fails_its_listeners_changes_and_no_others()
    {
        List<string> told = [];
        var router = new Router(
            [Shop.Listener("rows"), Shop.TruncateListener("truncates", (_, _, _) => default)], new WireStore(), unfit: (route, error) => told.Add($"{route.Name}: {error.Problems.Count}"));
        var narrower = Table.Layout(("id", Table.Bigint));
        for (var i = 0; i < 2; i++)
        {
            Route(router, Scripted.Insert(1) with { Tables = [narrower], New = TupleValue.Tuple(TupleValue.Text("1")) });
            Assert.IsType<RowLayoutException>(Assert.Single(_routed).ReadFailure);
            Assert.True(_routed[0].TryGetRow(out _, out _, out _));
        }

        Route(router, Scripted.Truncate(narrower));
        Assert.IsType<Truncated>(Assert.Single(_routed).Change);
        Assert.Equal(["rows: 1"], told);
        Route(router, Scripted.Insert(6, "back"));
        Assert.Equal(new Thing(6, "back"), Assert.IsType<Inserted<Thing>>(Assert.Single(_routed).Change).New);
    }

    [Fact]
    public void A_value_that_cannot_be_read_concerns_that_change_alone()
    {
        var router = new Router([Shop.Listener("rows"), Shop.Listener("again")], new WireStore());
        Route(router, Scripted.Insert(1) with { New = TupleValue.Tuple(TupleValue.Null, TupleValue.Null) });
        Assert.Equal(2, _routed.Count);
        Assert.All(_routed, routed =>
        {
            Assert.Null(routed.Change);
            Assert.Equal("id", Assert.IsType<RowReadException>(routed.ReadFailure).Column);
        });
        Route(router, Scripted.Insert(2));
        Assert.All(_routed, routed => Assert.Null(routed.ReadFailure));
    }

    [Fact]
    public void A_truncate_of_several_tables_is_a_change_of_each()
    {
        var router = new Router([Shop.TruncateListener("things", (_, _, _) => default), Shop.TruncateListener("others", (_, _, _) => default, table: Shop.Other), Shop.TruncateListener("too", (_, _, _) => default)], new WireStore());
        Route(router, Scripted.Truncate(Shop.Layout, Shop.OtherLayout) with { Lsn = 0x90 });
        Assert.Equal(["things", "too", "others"], _routed.Select(routed => routed.Route.Name));
        Assert.Equal(_routed[0].Context.Id, _routed[1].Context.Id);
        Assert.NotEqual(_routed[0].Context.Id, _routed[2].Context.Id);
        Assert.Equal(Shop.Other, _routed[2].Context.Table);
    }

    [Fact]
    public void A_tables_id_in_a_truncate_does_not_hang_on_who_listens_to_the_others()
    {
        Route(new Router([Shop.TruncateListener("others", (_, _, _) => default, table: Shop.Other)], new WireStore()), Scripted.Truncate(Shop.Layout, Shop.OtherLayout));
        Assert.Equal(1, Assert.Single(_routed).Context.Ordinal);
    }

    private static Scripted Delete(long id) => new(RawChangeKind.Row) { RowKind = ChangeKinds.Deleted, OldKind = OldTupleKind.Full, Old = Shop.Tuple(id, "gone") };

    private int? OldKey(Router router, Scripted change)
    {
        Route(router, change);
        return Assert.Single(_routed).OldKey;
    }

    private bool Route(Router router, Scripted change)
    {
        _routed.Clear();
        if (change.Kind == RawChangeKind.Truncate)
        {
            router.RouteTruncate(change.ToRaw(), _routed);
            return _routed.Count > 0;
        }

        return router.RouteRow(change.ToRaw(), _routed);
    }

    private List<string> Names(Router router, Scripted change)
    {
        Route(router, change);
        return [.. _routed.Select(routed => routed.Route.Name)];
    }
}
