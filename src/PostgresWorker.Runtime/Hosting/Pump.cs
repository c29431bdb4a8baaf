using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PostgresWorker.DeadLetters;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Sources;

namespace PostgresWorker.Hosting;

/// <summary>
/// The walk of a change, each stage one call:
/// <c>ReplicationStream → PgOutputDecoder → WalSource → Router → RowReader → Change → Lane → DeliveryAttempt → handler → AckTracker → Confirm</c>.
/// </summary>
/// <param name="source">Yields raw changes; reads and decodes the stream.</param>
/// <param name="router">Finds the listeners and has their generated readers make the typed change.</param>
/// <param name="lanes">Deliver, in order per key.</param>
/// <param name="acks">Learns what is finished, and so what may be acknowledged (by a loop of its own).</param>
/// <param name="turn">Who else may post while this waits for the stream; when reading ends, the last turn is this one's.</param>
/// <param name="resent">The dead letters of changes that come again.</param>
internal sealed class Pump(IChangeSource source, Router router, LaneSet lanes, IProgressTracker acks, WriterTurn turn, ResentLetters? resent = null)
{
    // To hand over costs more than a change does. While the stream has more at hand, changes are gathered, and posted when the stream is waited for, or after so
    // many messages: what a change may wait for this is the time in which these are taken.
    private const int MaxMessages = 32;

    private readonly List<RoutedChange> _routed = [];
    private readonly Posting _posting = new();
    private DeliveryProgress? _transaction;
    private Wakes _wakes;
    private int _messages;

    /// <summary>Moves changes until the source fails or <paramref name="stopping"/> is cancelled.</summary>
    /// <param name="stopping">Ends reading between two transactions: one that has begun is read to its end, so that none is delivered in part and then again.</param>
    /// <param name="cutOff">Ends reading within one.</param>
    /// <exception cref="OperationCanceledException">One of the tokens was cancelled.</exception>
    public async Task RunAsync(CancellationToken stopping, CancellationToken cutOff)
    {
        await turn.TakeAsync(cutOff).ConfigureAwait(false);
        while (true)
        {
            var next = MoveNextAsync(_transaction is null ? stopping : cutOff, cutOff);
            await new StreamWait(next, TakeWakes());
            try
            {
                await TakeAsync(cutOff).ConfigureAwait(false);
            }
            catch (RowLayoutException)
            {
                // What came before is delivered: the source goes on with the row that does not fit.
                await PostAsync(cutOff).ConfigureAwait(false);
                throw;
            }
        }
    }

    private ValueTask MoveNextAsync(CancellationToken cancellationToken, CancellationToken cutOff)
    {
        var next = source.MoveNextAsync(cancellationToken);
        return next.IsCompletedSuccessfully && !turn.IsAsked && !_posting.IsFull && ++_messages < MaxMessages ? next : MoveNextAsync(next, cutOff);
    }

    private ValueTask MoveNextAsync(ValueTask next, CancellationToken cutOff)
    {
        var posted = PostAsync(out _wakes, cutOff);
        return !posted.IsCompletedSuccessfully ? PostedAsync(posted, next) : next.IsCompletedSuccessfully && !turn.IsAsked ? next : InTurnAsync(next);
    }

    private async ValueTask PostedAsync(ValueTask posted, ValueTask next)
    {
        try
        {
            await posted.ConfigureAwait(false);
        }
        finally
        {
            // What has begun is waited for, whatever became of the others: nobody else may read meanwhile.
            await InTurnAsync(next).ConfigureAwait(false);
        }
    }

    /// <summary>Lets others post while the stream is waited for.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask InTurnAsync(ValueTask next)
    {
        turn.Give();
        try
        {
            await next.ConfigureAwait(false);
        }
        finally
        {
            // Whoever has it is about to post, or to end.
            await turn.TakeAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private ValueTask PostAsync(CancellationToken cancellationToken)
    {
        var posted = PostAsync(out var wakes, cancellationToken);
        wakes.Run();
        return posted;
    }

    private ValueTask PostAsync(out Wakes wakes, CancellationToken cancellationToken)
    {
        (_messages, wakes) = (0, default);
        return _posting.Count > 0 ? lanes.PostAsync(_posting, out wakes, cancellationToken) : default;
    }

    private Wakes TakeWakes()
    {
        var wakes = _wakes;
        _wakes = default;
        return wakes;
    }

    private ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        var change = source.Current;
        switch (change.Kind)
        {
            case RawChangeKind.Begin:
                _transaction = acks.Begin(change.Transaction.CommitTime);
                return default;
            case RawChangeKind.Commit:
                Commit(change.Lsn);
                return default;
            case RawChangeKind.Row:
                var barrier = router.RouteRow(change, _routed);
                return PostAsync(barrier ? [change.Tables[0].Table] : [], change, cancellationToken);
            case RawChangeKind.Truncate:
                router.RouteTruncate(change, _routed);
                return PostAsync(Tables(), change, cancellationToken);
            case RawChangeKind.Message:
                router.RouteMessage(change, _routed);
                return PostAsync([], change, cancellationToken);
            default:
                throw new InvalidOperationException($"{change.Kind} is no raw change.");
        }
    }

    private TableName[] Tables()
    {
        HashSet<TableName> tables = [];
        foreach (var routed in _routed)
        {
            tables.Add(routed.Context.Table);
        }

        return [.. tables];
    }

    private ValueTask PostAsync(TableName[] barrier, in RawChange change, CancellationToken cancellationToken) =>
        change.IsAlone ? PostAloneAsync(barrier, change.Lsn, change.Transaction.CommitTime, cancellationToken) : PostAsync(barrier, cancellationToken);

    /// <summary>Posts what belongs to no transaction here: it is acknowledged by itself.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PostAloneAsync(TableName[] barrier, Lsn end, DateTimeOffset committedAt, CancellationToken cancellationToken)
    {
        _transaction = acks.Begin(committedAt);
        await PostAsync(barrier, cancellationToken).ConfigureAwait(false);
        Commit(end);
    }

    private void Commit(Lsn end)
    {
        _posting.CountIn();
        acks.Commit(_transaction!, end);
        _transaction = null;
    }

    /// <summary>Gathers what was routed. Nearly always there is nothing to wait for, and then nothing here is asynchronous.</summary>
    private ValueTask PostAsync(TableName[] barrier, CancellationToken cancellationToken)
    {
        if (barrier.Length > 0 || resent is { IsEmpty: false })
        {
            return PostOrderedAsync(barrier, cancellationToken);
        }

        Gather();
        return default;
    }

    private void Gather()
    {
        foreach (ref readonly var routed in CollectionsMarshal.AsSpan(_routed))
        {
            _posting.Add(routed, _transaction!);
        }

        _routed.Clear();
    }

    /// <summary>Posts what was routed; a barrier (an old key that is not known, another content of the table) waits for all of its tables before it and lets none of them pass.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PostOrderedAsync(TableName[] barrier, CancellationToken cancellationToken)
    {
        await PostAsync(cancellationToken).ConfigureAwait(false);
        await WhenIdleAsync(barrier, cancellationToken).ConfigureAwait(false);
        if (resent is { IsEmpty: false })
        {
            resent.Find(_routed);
        }

        Gather();
        await PostAsync(cancellationToken).ConfigureAwait(false);
        await WhenIdleAsync(barrier, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WhenIdleAsync(TableName[] tables, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            await lanes.WhenIdleAsync(cancellationToken, table).ConfigureAwait(false);
        }
    }
}
