using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PostgresWorker.DeadLetters.Parking;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.DeadLetters;

/// <summary>
/// Delivers the dead letters that somebody asked for, among the live changes and by the same lanes. The database is asked at once when this process asks for something, and every second
/// otherwise, but only while there are letters.
/// </summary>
internal sealed class Replays(
    string source, LetterRequests requests, LetterWriter writer, CurrentColumns columns, LetterReader reader, LaneSet lanes, WriterTurn turn, ILaneShare share, LetterSignals signals, Releases? releases, TimeProvider time,
    ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, short?> _underWay = new();
    private readonly CancellationTokenSource _stopping = new();

    // Replays hold back no position: what is confirmed is that they were stored. Their progress is counted like that of transactions, and nobody asks for it.
    private readonly AckTracker _untracked = new(Lsn.None);
    private ulong _posted;
    private CancellationTokenRegistration _ended;
    private Task _loop = Task.CompletedTask;

    /// <summary>Begins to deliver what is asked for, until <paramref name="ended"/> is cancelled.</summary>
    public void Start(CancellationToken ended)
    {
        // A turn that waits for room must not outlast the lanes' session: the pump waits for it.
        _ended = ended.UnsafeRegister(static stopping => ((CancellationTokenSource)stopping!).Cancel(), _stopping);
        _loop = Task.Run(LoopAsync, CancellationToken.None);
    }

    /// <summary>Posts nothing more. Once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.DisposeAsync().ConfigureAwait(false);
        await _stopping.CancelAllAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task LoopAsync()
    {
        var cancelled = _stopping.Token;
        try
        {
            while (true)
            {
                // Before reading: what is asked for meanwhile is read next.
                var woken = signals.Next(source);
                if (await RoundAsync(cancelled).ConfigureAwait(false))
                {
                    await Task.WhenAny(woken, Task.Delay(Interval, time, cancelled)).ConfigureAwait(false);
                    cancelled.ThrowIfCancellationRequested();
                }
                else
                {
                    await woken.WaitAsync(cancelled).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // What was asked for is done by the next session.
        }
    }

    /// <returns>Whether there may be something to do soon.</returns>
    private async Task<bool> RoundAsync(CancellationToken cancelled)
    {
        try
        {
            while (await requests.ReadAsync([.. _underWay.Keys], share.Lanes, cancelled).ConfigureAwait(false) is { } letters)
            {
                var hasReleased = releases is not null && await releases.RoundAsync(cancelled).ConfigureAwait(false);
                if (letters.Count == 0 && !hasReleased)
                {
                    return true;
                }

                foreach (var letter in letters)
                {
                    await DeliverAsync(letter, cancelled).ConfigureAwait(false);
                }
            }

            // A parked key of which nothing is left is to be released too.
            return releases is { MayBeAsked: true } && (await releases.RoundAsync(cancelled).ConfigureAwait(false) || releases.MayBeAsked);
        }
#pragma warning disable CA1031 // Live changes go on, whatever is wrong with the requests.
        catch (Exception e) when (e is not OperationCanceledException || !cancelled.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.DeadLetterRequestsFailed(logger, e, source, Interval);
            return true;
        }
    }

    private async Task DeliverAsync(RequestedLetter letter, CancellationToken cancelled)
    {
        try
        {
            var stored = LetterReader.Wire(letter);
            if (!share.TryEnter(stored.Lane))
            {
                // Another instance has it by now.
                return;
            }

            _underWay[letter.Id] = stored.Lane;
            var current = stored.Kind == RawChangeKind.Row ? await columns.OfAsync(letter.Table, cancelled).ConfigureAwait(false) : [];
            await turn.TakeAsync(cancelled).ConfigureAwait(false);
            try
            {
                await PostAsync(reader.Read(letter, stored, current, new Replay(letter.Id, letter.Listener, letter.ChangeId, writer, Ended)), letter, cancelled).ConfigureAwait(false);
            }
            finally
            {
                turn.Give();
            }
        }
        catch (LetterRefusedException e)
        {
            Forget(letter.Id);
            await writer.RefuseAsync(letter.Id, e.Message, cancelled).ConfigureAwait(false);
        }
    }

    private async Task PostAsync(RoutedChange routed, RequestedLetter letter, CancellationToken cancelled)
    {
        var isBarrier = routed.Wire.Kind == RawChangeKind.Truncate;
        if (isBarrier)
        {
            await lanes.WhenIdleAsync(cancelled, letter.Table).ConfigureAwait(false);
        }

        var progress = _untracked.Begin();
        await lanes.PostAsync(routed, progress, cancelled).ConfigureAwait(false);
        _untracked.Commit(progress, new Lsn(++_posted));
        if (isBarrier)
        {
            await lanes.WhenIdleAsync(cancelled, letter.Table).ConfigureAwait(false);
        }
    }

    private void Ended(long id)
    {
        Forget(id);
        signals.Wake(source);
    }

    private void Forget(long id)
    {
        if (_underWay.TryRemove(id, out var lane))
        {
            share.Leave(lane);
        }
    }
}
