using System.Buffers.Binary;
using PostgresWorker.Generated;
using PostgresWorker.Snapshots;
using PostgresWorker.Sources;

namespace PostgresWorker.Runtime.Tests.Snapshots;

/// <summary>Rows that were read at one moment, among the changes that came before and after it.</summary>
public sealed class RowsBeforeTests
{
    private static readonly ColumnType Bigint = new("bigint", 20, 'b', "int8");
    private static readonly TableLayout Layout = new(new TableName("public", "t"), [new TableColumn("id", Bigint, true, true), new TableColumn("name", Bigint, false, false)]);

    private readonly Chunk _chunk = new()
    {
        Snapshot = 1,
        Layout = Layout,
        Rows = [.. Enumerable.Range(1, 3).Select(id => new ChunkRow($"row {id}", Tuple(id), RowKey.Of(Layout, Tuple(id), default)))],
        Visible = VisibleTransactions.Parse("100:100:"),
        End = new Lsn(1000),
        ReadAt = DateTimeOffset.UnixEpoch,
        LastKey = ["3"],
        IsLast = true,
    };

    private readonly RowsBefore _rows;

    public RowsBeforeTests()
    {
        _chunk.Index();
        _rows = new RowsBefore(_chunk);
    }

    [Fact]
    public void A_change_that_the_rows_have_is_behind_no_row()
    {
        Assert.False(Begin(99, commit: 900));
        Assert.Empty(Row(ChangeKinds.Updated, default, Tuple(2)));
        Assert.False(_rows.Look(new RawChange { Kind = RawChangeKind.Commit, Transaction = Transaction(99, 900), Lsn = new Lsn(910) }));
        Assert.Equal(Lsn.None, _chunk.HandedOut);
    }

    [Fact]
    public void A_change_that_they_lack_is_behind_its_row_and_only_once()
    {
        Assert.False(Begin(100, commit: 900));
        Assert.Equal(["row 2"], Row(ChangeKinds.Updated, default, Tuple(2)));
        Assert.Empty(Row(ChangeKinds.Deleted, Tuple(2), default));
        Assert.Empty(Row(ChangeKinds.Inserted, default, Tuple(4)));
        Assert.False(_rows.Look(new RawChange { Kind = RawChangeKind.Commit, Transaction = Transaction(100, 900), Lsn = new Lsn(910) }));
        Assert.Equal(new Lsn(910), _chunk.HandedOut);
        Assert.Equal("row 1", _chunk.Take()!.Id);
        Assert.Equal("row 3", _chunk.Take()!.Id);
        Assert.False(_chunk.HasMore);
    }

    [Fact]
    public void A_change_of_the_key_is_behind_the_rows_of_both()
    {
        Begin(100, commit: 900);
        Assert.Equal(["row 3", "row 1"], Row(ChangeKinds.Updated, Tuple(3), Tuple(1)));
    }

    [Fact]
    public void A_truncate_is_behind_all()
    {
        Begin(100, commit: 900);
        Assert.False(_rows.Look(new RawChange { Kind = RawChangeKind.Truncate, Transaction = Transaction(100, 900), Tables = new[] { Layout } }));
        Assert.Equal(["row 1", "row 2", "row 3"], TakeAll());
    }

    [Fact]
    public void A_transaction_that_was_committed_behind_the_end_is_behind_all()
    {
        Assert.True(Begin(100, commit: 1000));
        Assert.True(Begin(99, commit: 1001));
    }

    [Fact]
    public void A_change_with_another_key_makes_the_rows_useless()
    {
        Begin(100, commit: 900);
        var other = new TableLayout(Layout.Table, [new TableColumn("id", Bigint, true, false), new TableColumn("name", Bigint, true, true)]);
        _rows.Look(new RawChange { Kind = RawChangeKind.Row, Transaction = Transaction(100, 900), Tables = new[] { other }, RowKind = ChangeKinds.Updated, Image = new RowImage(OldTupleKind.None, default, Tuple(2)) });
        Assert.True(_rows.IsLost);
    }

    private bool Begin(uint transaction, ulong commit) => _rows.Look(new RawChange { Kind = RawChangeKind.Begin, Transaction = Transaction(transaction, commit) });

    private string[] Row(ChangeKinds kind, byte[]? old, byte[]? @new)
    {
        var image = new RowImage(old is null ? OldTupleKind.None : OldTupleKind.Key, old, @new);
        Assert.False(_rows.Look(new RawChange { Kind = RawChangeKind.Row, Transaction = Transaction(100, 900), Tables = new[] { Layout }, RowKind = kind, Image = image }));
        return TakeAll();
    }

    private string[] TakeAll()
    {
        List<string> taken = [];
        while (_rows.Take() is { } row)
        {
            taken.Add(row.Id);
        }

        return [.. taken];
    }

    private static ChangeTransaction Transaction(uint id, ulong commit) => new()
    {
        Source = "shop",
        SystemIdentifier = "1",
        CommitLsn = new Lsn(commit),
        CommitTime = DateTimeOffset.UnixEpoch,
        TransactionId = id,
    };

    private static byte[] Tuple(long id)
    {
        var value = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(value, id);
        return [(byte)'b', 0, 0, 0, 8, .. value, (byte)'n'];
    }
}
