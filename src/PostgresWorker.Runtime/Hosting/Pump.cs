using System.Runtime.CompilerServices;
using PostgresWorker.DeadLetters;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
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
internal sealed partial class Pump(IChangeSource source, Router router, LaneSet lanes, IProgressTracker acks, WriterTurn turn, ResentLetters? resent = null)
{
    // To hand over costs more than a change does. While the stream has more at hand, changes are gathered, and posted when the stream is waited for, or after so
    // many messages: what a change may wait for this is the time in which these are taken.
    private const int MaxMessages = 32;

    private readonly Posting _posting = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _stopping, _cutOff;
    private DeliveryProgress? _transaction;
    private int _messages;

    // Whether the source is at something that is still to be taken; and whether nothing was posted since it was waited for.
    private bool _isAt, _isFresh;

    /// <summary>Moves changes until the source fails or <paramref name="stopping"/> is cancelled.</summary>
    /// <param name="stopping">Ends reading between two transactions: one that has begun is read to its end, so that none is delivered in part and then again.</param>
    /// <param name="cutOff">Ends reading within one.</param>
    /// <exception cref="OperationCanceledException">One of the tokens was cancelled.</exception>
    public async Task RunAsync(CancellationToken stopping, CancellationToken cutOff)
    {
        (_stopping, _cutOff) = (stopping, cutOff);
        await turn.TakeAsync(cutOff).ConfigureAwait(false);
        using var here = new LanesHere(lanes, here => _ = ReadAsync(here));

        // Not in this thread, which a lane may keep when all has ended.
        _ = Task.Run(() => ReadAsync(here), CancellationToken.None);
        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Moves changes until that ends, or until a lane keeps this thread and another one reads on.</summary>
    private async Task ReadAsync(LanesHere here)
    {
        try
        {
            while (true)
            {
                if (!_isAt)
                {
                    var next = MoveNextAsync(_transaction is null ? _stopping : _cutOff, out var wakes);
                    _isAt = true;
                    if (!next.IsCompletedSuccessfully)
                    {
                        _isFresh = true;
                        await new StreamWait(next, wakes);
                    }
                    else
                    {
                        next.GetAwaiter().GetResult();
                        if (!here.Run(wakes))
                        {
                            return;
                        }
                    }
                }

                try
                {
                    if (!TryTake(out var taken))
                    {
                        await taken.ConfigureAwait(false);
                    }
                }
                catch (RowLayoutException)
                {
                    // What came before is delivered: the source goes on with the row that does not fit.
                    await PostAsync().ConfigureAwait(false);
                    throw;
                }

                _isAt = false;
                if (IsFirst() && here.Take())
                {
                    await PostAsync(out var wakes).ConfigureAwait(false);
                    if (!here.RunTaken(wakes))
                    {
                        return;
                    }
                }
            }
        }
#pragma warning disable CA1031 // Whoever runs the pump throws it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _ended.SetException(e);
        }
    }

    /// <summary>
    /// Whether what was gathered is the first since the stream was waited for. The server sends a transaction in pieces, and what is waited for then is its end: to ask for that, and to wait, takes twice as long as
    /// most listeners, which are called before. A batch is to have what comes next.
    /// </summary>
    private bool IsFirst()
    {
        if (!_isFresh || _posting.First is not { } first)
        {
            return false;
        }

        _isFresh = false;
        return first.Routed.Route is not IBatchListenerRoute;
    }

    private ValueTask MoveNextAsync(CancellationToken cancellationToken, out Wakes wakes)
    {
        var next = source.MoveNextAsync(cancellationToken);
        if (!next.IsCompletedSuccessfully || turn.IsAsked || _posting.IsFull || ++_messages == MaxMessages)
        {
            return MoveNextAsync(next, out wakes);
        }

        wakes = default;
        return next;
    }

    private ValueTask MoveNextAsync(ValueTask next, out Wakes wakes)
    {
        var posted = PostAsync(out wakes);
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

    /// <summary>Takes what the source is at. Nearly always there is nothing to wait for, and then nothing here is asynchronous.</summary>
    /// <returns>Whether that is done; otherwise <paramref name="taken"/> is waited for.</returns>
    private bool TryTake(out ValueTask taken)
    {
        source.GetCurrent(out var change);
        taken = default;
        switch (change.Kind)
        {
            case RawChangeKind.Begin:
                _transaction = acks.Begin(change.Transaction.CommitTime);
                return true;
            case RawChangeKind.Commit:
                Commit(change.Lsn);
                return true;
            case RawChangeKind.Row:
                var barrier = router.RouteRow(change, _posting);
                return TryPost(barrier ? [change.Tables[0].Table] : [], change, out taken);
            case RawChangeKind.Truncate:
                router.RouteTruncate(change, _posting);
                return TryPost(Tables(), change, out taken);
            case RawChangeKind.Message:
                router.RouteMessage(change, _posting);
                return TryPost([], change, out taken);
            default:
                throw new InvalidOperationException($"{change.Kind} is no raw change.");
        }
    }
}
