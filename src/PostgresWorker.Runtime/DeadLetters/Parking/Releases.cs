using System.Collections.Concurrent;
using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Parking;
using PostgresWorker.Dispatch;
using PostgresWorker.Sources;

namespace PostgresWorker.DeadLetters.Parking;

/// <summary>
/// Delivers what waits for keys that were released, in its order, by the same lanes as live changes, which are stored behind it meanwhile. A page at a time of each key, with those tied to it by changes that moved a row: what has been
/// stored since, and what it ties, is seen by the next.
/// </summary>
internal sealed class Releases(
    ParkedRequests requests, ParkedKeys parked, ParkedWriter writer, CurrentColumns columns, LetterReader reader, LaneSet lanes, WriterTurn turn, ILaneShare share, Action wake, TimeProvider time)
{
    private const int MaxPages = 16, PageSize = 64;

    private const long PageBytes = 4 << 20;

    // How long the stream is not read so that a key whose changes come faster than they are stored and read again is caught up with.
    private static readonly TimeSpan CatchUp = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<ListenerKey, ReleasePage> _underWay = new();
    private readonly HashSet<ListenerKey> _caughtUp = [];

    // As of replays: releases hold back no position.
    private readonly AckTracker _untracked = new(Lsn.None);
    private ulong _posted;

    /// <summary>Whether there may be something to release: keys that other instances parked need not be known here.</summary>
    public bool MayBeAsked => !parked.IsEmpty || !share.HoldsAll;

    /// <summary>Begins what was asked for.</summary>
    /// <returns>Whether there was something, and so may be more.</returns>
    public async Task<bool> RoundAsync(CancellationToken cancelled)
    {
        var room = MaxPages - _underWay.Values.Distinct().Count();
        if (!MayBeAsked || room <= 0)
        {
            return false;
        }

        var hasBegun = false;
        var asked = await requests.AskedAsync([.. _underWay.Keys], room, share.Lanes, cancelled).ConfigureAwait(false);
        _caughtUp.IntersectWith(asked.Select(one => one.Of));
        foreach (var (key, lane) in asked)
        {
            // As long as this instance has the lane, no other releases keys of the listener.
            if (!_underWay.ContainsKey(key) && share.TryEnter(lane))
            {
                try
                {
                    hasBegun |= await BeginAsync(key, lane, cancelled).ConfigureAwait(false);
                }
                finally
                {
                    share.Leave(lane);
                }
            }
        }

        return hasBegun;
    }

    private async Task<bool> BeginAsync(ListenerKey key, short lane, CancellationToken cancelled)
    {
        var listener = key.Listener;
        var keys = await requests.TieAsync(listener, key.Key, cancelled).ConfigureAwait(false);
        if (keys.Any(tied => _underWay.ContainsKey(new ListenerKey(listener, tied))))
        {
            return false;
        }

        var isShort = _caughtUp.Remove(key);
        if (isShort)
        {
            await turn.TakeAsync(cancelled).ConfigureAwait(false);
        }

        try
        {
            var changes = await requests.FirstAsync(listener, keys, PageSize, PageBytes, isOfOutbox: share.Lanes is not null, cancelled).ConfigureAwait(false);
            if (changes.Count == 0)
            {
                return await parked.UnparkAsync(listener, keys, cancelled).ConfigureAwait(false) > 0;
            }

            if (changes.Count < PageSize)
            {
                _caughtUp.Add(key);
            }

            if (keys.Count > 1 && !changes[0].Keys.IsWhole && keys.Contains(KeyText.Whole))
            {
                // Changes of other keys that were being stored have kept it parked.
                await parked.UnparkAsync(listener, [KeyText.Whole], cancelled).ConfigureAwait(false);
            }

            if (Begin(listener, keys, lane) is not { } page)
            {
                // It is being given up.
                return false;
            }

            await PostAsync(page, UpToBarrier(changes, keys), hasTurn: isShort, cancelled).ConfigureAwait(false);
            if (isShort)
            {
                await Task.WhenAny(page.Ended, Task.Delay(CatchUp, time, cancelled)).ConfigureAwait(false);
            }

            return true;
        }
        finally
        {
            if (isShort)
            {
                turn.Give();
            }
        }
    }

    private ReleasePage? Begin(string listener, IReadOnlyList<string> keys, short lane)
    {
        if (!share.TryEnter(lane))
        {
            return null;
        }

        var page = new ReleasePage(listener, keys, lane, Ended);
        foreach (var key in keys)
        {
            _underWay[new ListenerKey(listener, key)] = page;
        }

        return page;
    }

    /// <summary>What is ordered with all other changes of its listener is a page of its own.</summary>
    private static IEnumerable<WaitingChange> UpToBarrier(IReadOnlyList<WaitingChange> changes, IReadOnlyList<string> keys) =>
        keys.Count == 1 ? changes : changes[0].Keys.IsWhole ? changes.Take(1) : changes.TakeWhile(change => !change.Keys.IsWhole);

    private async Task PostAsync(ReleasePage page, IEnumerable<WaitingChange> changes, bool hasTurn, CancellationToken cancelled)
    {
        try
        {
            Dictionary<TableName, IReadOnlyList<string>> current = [];
            foreach (var (letter, keys) in changes)
            {
                if (!current.TryGetValue(letter.Table, out var now))
                {
                    // None of a message.
                    current[letter.Table] = now = await columns.OfAsync(letter.Table, cancelled).ConfigureAwait(false);
                }

                if (page.IsFailed || !await TryPostAsync(page, letter, keys, now, hasTurn, cancelled).ConfigureAwait(false))
                {
                    break;
                }
            }
        }
        finally
        {
            page.End();
        }
    }

    private async Task<bool> TryPostAsync(ReleasePage page, RequestedLetter letter, RowKeys keys, IReadOnlyList<string> current, bool hasTurn, CancellationToken cancelled)
    {
        if (!hasTurn)
        {
            await turn.TakeAsync(cancelled).ConfigureAwait(false);
        }

        try
        {
            var routed = reader.Read(letter, LetterReader.Wire(letter), current, new ParkedReplay(letter, page, parked, writer));
            await PostAsync(page, routed, keys, cancelled).ConfigureAwait(false);
            return true;
        }
        catch (LetterRefusedException e)
        {
            await writer.RefuseAsync(letter.Listener, keys.Key, letter.Id, e.Message, cancelled).ConfigureAwait(false);
            return false;
        }
        finally
        {
            if (!hasTurn)
            {
                turn.Give();
            }
        }
    }

    private async Task PostAsync(ReleasePage page, RoutedChange routed, RowKeys keys, CancellationToken cancelled)
    {
        page.Add();

        // Ordered by the texts and not by wire bytes: some may have been stored in one form and some in the other.
        var progress = _untracked.Begin();
        await lanes.PostAsync(
            routed with { Key = keys.Key.GetHashCode(StringComparison.Ordinal), OldKey = keys.OldKey?.GetHashCode(StringComparison.Ordinal) }, progress, cancelled).ConfigureAwait(false);
        _untracked.Commit(progress, new Lsn(++_posted));
    }

    private void Ended(ReleasePage page)
    {
        foreach (var key in page.Keys)
        {
            _underWay.TryRemove(new ListenerKey(page.Listener, key), out _);
        }

        share.Leave(page.Lane);

        wake();
    }
}
