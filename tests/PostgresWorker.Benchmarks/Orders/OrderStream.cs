using System.Buffers.Binary;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.Benchmarks;

/// <summary>Inserted orders on their way from the router to their listener, each with an id of its own.</summary>
internal sealed class OrderStream(ListenerRoute route, LaneSet lanes, WireStore wire, AckTracker acks)
{
    private readonly byte[] _tuple = [.. OrderTuple.Bytes];
    private readonly TableLayout[] _tables = [OrderTuple.Layout];
    private readonly Posting _posting = new();
    private readonly Router _router = new([route], wire);
    private readonly ChangeTransaction _transaction = new() { Source = "bench", SystemIdentifier = "1", CommitLsn = new Lsn(2), CommitTime = default, TransactionId = 3 };
    private ulong _end;

    /// <summary>Posts one transaction of so many orders.</summary>
    /// <param name="count">How many.</param>
    /// <param name="idOf">The id of the n-th.</param>
    public async Task PostAsync(int count, Func<int, long> idOf)
    {
        var progress = acks.Begin();
        for (var i = 0; i < count; i++)
        {
            Route(idOf(i), i);
            _posting.Gather(progress);
            await lanes.PostAsync(_posting, CancellationToken.None).ConfigureAwait(false);
        }

        acks.Commit(progress, new Lsn(++_end));
    }

    private void Route(long id, int ordinal)
    {
        BinaryPrimitives.WriteInt64BigEndian(_tuple.AsSpan(1 + sizeof(int)), id);
        _router.RouteRow(
            new RawChange
            {
                Kind = RawChangeKind.Row,
                Transaction = _transaction,
                Lsn = new Lsn(1),
                Ordinal = ordinal,
                Tables = _tables,
                RowKind = ChangeKinds.Inserted,
                Image = new RowImage(OldTupleKind.None, default, _tuple),
            },
            _posting);
    }
}
