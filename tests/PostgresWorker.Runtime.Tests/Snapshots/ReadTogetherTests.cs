using PostgresWorker.Generated;
using PostgresWorker.Snapshots;
using PostgresWorker.Sources;

namespace PostgresWorker.Runtime.Tests.Snapshots;

/// <summary>Rows of two tables that were read at the same time, but not at the same moment.</summary>
public sealed class ReadTogetherTests
{
    private readonly Chunk _a = Chunk("a", snapshot: 1, end: 1000, "a1", "a2");
    private readonly Chunk _b = Chunk("b", snapshot: 2, end: 2000, "b1");
    private readonly ReadTogether _rows;

    public ReadTogetherTests() => _rows = new ReadTogether([_a, _b]);

    [Fact]
    public void All_end_where_the_last_does_so_that_none_is_finished_by_another()
    {
        Assert.Equal(new Lsn(2000), _rows.End);
        Assert.Equal(_rows.End, _a.End);
        Assert.False(_rows.Look(Begin(commit: 1500)));
        Assert.True(_rows.Look(Begin(commit: 2000)));
    }

    [Fact]
    public void What_is_left_comes_table_by_table()
    {
        Assert.True(_rows.HasMore);
        Assert.Equal(["a1", "a2", "b1"], All(_rows.Take));
        Assert.False(_rows.HasMore);
    }

    [Fact]
    public void A_truncate_of_both_is_behind_the_rows_of_both()
    {
        Assert.False(_rows.Look(Begin(commit: 900)));
        Assert.False(_rows.Look(new RawChange { Kind = RawChangeKind.Truncate, Transaction = Transaction(900), Tables = new[] { _b.Layout, _a.Layout } }));
        Assert.Equal(["a1", "a2", "b1"], All(_rows.TakeBefore));
        Assert.False(_rows.HasMore);
    }

    [Fact]
    public void A_truncate_of_one_is_behind_its_rows_alone()
    {
        Assert.False(_rows.Look(Begin(commit: 900)));
        Assert.False(_rows.Look(new RawChange { Kind = RawChangeKind.Truncate, Transaction = Transaction(900), Tables = new[] { _b.Layout } }));
        Assert.Equal(["b1"], All(_rows.TakeBefore));
        Assert.Equal(["a1", "a2"], All(_rows.Take));
    }

    [Fact]
    public void A_table_whose_key_has_changed_is_dropped_and_the_other_stays()
    {
        Assert.False(_rows.Look(Begin(commit: 900)));
        var other = new TableLayout(_a.Table, [new TableColumn("id", Text, true, false), new TableColumn("name", Text, true, true)]);
        Assert.False(_rows.Look(new RawChange { Kind = RawChangeKind.Row, Transaction = Transaction(900), Tables = new[] { other }, RowKind = ChangeKinds.Inserted, Image = new RowImage(OldTupleKind.None, default, Tuple("x")) }));
        Assert.Equal([_b], _rows.Chunks);
        Assert.False(_rows.IsEmpty);
        Assert.Equal(["b1"], All(_rows.Take));
    }

    [Fact]
    public void Nothing_is_empty() => Assert.True(new ReadTogether([]).IsEmpty);

    private static readonly ColumnType Text = new("text", 25, 'b', "text");

    private static List<string> All(Func<(Chunk Chunk, ChunkRow Row)?> take)
    {
        List<string> ids = [];
        while (take() is { } next)
        {
            ids.Add(next.Row.Id);
            Assert.StartsWith(next.Chunk.Table.Name, next.Row.Id, StringComparison.Ordinal);
        }

        return ids;
    }

    private static RawChange Begin(ulong commit) => new() { Kind = RawChangeKind.Begin, Transaction = Transaction(commit) };

    private static Chunk Chunk(string table, long snapshot, ulong end, params string[] keys)
    {
        var layout = new TableLayout(new TableName("public", table), [new TableColumn("id", Text, true, true), new TableColumn("name", Text, false, false)]);
        var chunk = new Chunk
        {
            Snapshot = snapshot,
            Layout = layout,
            Rows = [.. keys.Select(key => new ChunkRow(key, Tuple(key), RowKey.Of(layout, Tuple(key), default)))],
            Visible = VisibleTransactions.Parse("100:100:"),
            End = new Lsn(end),
            ReadAt = DateTimeOffset.UnixEpoch,
            LastKey = [keys[^1]],
            IsLast = true,
        };
        chunk.Index();
        return chunk;
    }

    private static ChangeTransaction Transaction(ulong commit) => new() { Source = "shop", SystemIdentifier = "1", CommitLsn = new Lsn(commit), CommitTime = DateTimeOffset.UnixEpoch, TransactionId = 100 };

    private static byte[] Tuple(string text) => [(byte)'t', 0, 0, 0, (byte)text.Length, .. System.Text.Encoding.ASCII.GetBytes(text), (byte)'n'];
}
