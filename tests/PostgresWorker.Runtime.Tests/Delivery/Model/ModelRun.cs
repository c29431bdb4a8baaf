using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Parking;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Sources;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery.Model;

/// <summary>One run of the lanes, all in one thread: posts, ends of attempts and the passing of time follow each other by the case's seed.</summary>
#pragma warning disable CA1001 // The lanes are ended by the run; one that breaks a rule may leave them such that they can't be.
internal sealed class ModelRun
#pragma warning restore CA1001
{
    private const int MaxSteps = 2000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ModelCase _case;
    private readonly ModelAttempts _attempts;
    private readonly ManualTimeProvider _time = new();
    private readonly WireStore _wire = new();
    private readonly ListenerRoute[] _routes;
    private readonly LaneSet _lanes;
    private readonly ModelTransactions _transactions;
    private readonly List<(int Index, long Size)> _posted = [];
    private TaskCompletionSource _next = new();
    private ulong _random;

    public ModelRun(ModelCase @case)
    {
        _case = @case;
        _random = (ulong)@case.Seed;
        _attempts = new ModelAttempts(@case);
        _transactions = new ModelTransactions(_attempts);
        _routes = [.. @case.Listeners.Select((listener, i) => listener.MaxSize == 0
            ? Shop.Listener($"{i}")
            : (ListenerRoute)Shop.BatchListener($"{i}", listener.MaxSize, listener.MaxWait, (_, _, _) => default))];
        if (@case.Parks)
        {
            _attempts.Parking = new ModelParking(@case, _attempts);
            _attempts.Parked = new ParkedKeys(_attempts.Parking, routed => _attempts.Parking.KeysOf(routed.Context.Ordinal), new ParkedLimit(0, 0));
        }

        _lanes = new LaneSet(@case.Settings, _attempts, _attempts, _time, new CapturingLogger(), _wire, parked: _attempts.Parked);
    }

    /// <returns>What went wrong; empty where nothing did.</returns>
    public IReadOnlyList<string> Go()
    {
        var writer = WriteAsync();
        Task? drain = null;
        for (var step = 0; step != _case.CutAfter; step++)
        {
            drain ??= writer.IsCompleted ? DrainAsync() : null;
            if (drain is { IsCompleted: true })
            {
                return Finish(writer);
            }

            _attempts.Check(step < MaxSteps, "it does not end");
            if (_attempts.Violations.Count > 0 || !TryStep(writer))
            {
                return _attempts.Violations;
            }

            _transactions.CheckConfirmed();
        }

        return Cut();
    }

    /// <summary>A drain alone does not wait for what waits for its next attempt.</summary>
    private async Task DrainAsync()
    {
        await _lanes.WhenIdleAsync(CancellationToken.None).ConfigureAwait(false);
        await _lanes.DrainAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private List<string> Finish(Task writer)
    {
        _attempts.Check(writer.IsCompletedSuccessfully, "the writer did not end");
        _attempts.Check(_lanes.Fault is null, $"the lanes failed: {_lanes.Fault}");
        _attempts.Check(_attempts.Finished.SetEquals(_posted.Select(post => post.Index)), "not everything was delivered");
        _transactions.CheckAllConfirmed();
        _attempts.Check(_wire.Held <= WireStore.SegmentSize, "copies were not given back");
        return _attempts.Violations;
    }

    private List<string> Cut()
    {
        // A CancellationTokenSource calls back from another thread: this alone is waited for.
        var abandoned = _lanes.AbandonAsync();
        _attempts.Check(abandoned.Wait(Limit), "abandoned lanes do not end");
        _attempts.IsOver = true;
        var cancelled = _lanes.CancelAsync();
        while (_attempts.Running.Count > 0)
        {
            // Some handlers end in time, others give up.
            if (Random(2) == 0)
            {
                _attempts.End(_attempts.Running[0], TimeSpan.Zero);
            }
            else
            {
                var attempt = _attempts.Running[0];
                _attempts.Running.RemoveAt(0);
                attempt.Source.SetException(new OperationCanceledException());
            }
        }

        _attempts.Check(cancelled.Wait(Limit), "cancelled lanes do not end");
        _time.Advance(TimeSpan.FromDays(1));
        _transactions.CheckConfirmed();
        return _attempts.Violations;
    }

    /// <summary>Does one of the things that may happen next.</summary>
    /// <returns>False where there is none, although not everything is finished.</returns>
    private bool TryStep(Task writer)
    {
        var mayWrite = !writer.IsCompleted && !_next.Task.IsCompleted;
        var due = _time.NextDue;
        if (!mayWrite && due is null && _attempts.Running.Count == 0)
        {
            _attempts.Check(false, $"nothing goes on: {_attempts.Finished.Count} of {_case.Posts.Length} are finished");
            return false;
        }

        if (_attempts.Parking is { Parked.Count: > 0 } && Random(12) == 0)
        {
            Discard(_attempts.Parking);
        }

        if (_attempts.Parking is { Parked.Count: > 0 } others && Random(12) == 0)
        {
            others.ReleaseElsewhere(others.Parked.ElementAt(Random(others.Parked.Count)));
        }

        var choice = Random(10);
        if (mayWrite && (choice < 5 || (due is null && _attempts.Running.Count == 0)))
        {
            var next = _next;
            next.SetResult();
        }
        else if (_attempts.Running.Count > 0 && (choice < 8 || due is null))
        {
            _attempts.End(_attempts.Running[Random(_attempts.Running.Count)], TimeSpan.FromMilliseconds(20 * Random(3)));
        }
        else if (due is { } wait)
        {
            _time.Advance(Random(2) == 0 ? wait : wait / 2);
        }

        return true;
    }

    /// <summary>Discards what waits for a key, which is parked no more then.</summary>
    private void Discard(ModelParking parking)
    {
        var (listener, key) = parking.Parked.ElementAt(Random(parking.Parked.Count));
        parking.Discard((listener, key));
        var unparked = _attempts.Parked!.UnparkAsync($"{listener}", [key], CancellationToken.None).AsTask();
        _attempts.Check(unparked.IsCompletedSuccessfully, "it is not known whether a key is parked");
    }

    private async Task WriteAsync()
    {
        for (var i = 0; i < _case.Posts.Length; i++)
        {
            await _next.Task.ConfigureAwait(false);
            await PostAsync(i, _case.Posts[i]).ConfigureAwait(false);
            _next = new TaskCompletionSource();
        }

        _transactions.Commit();
    }

    private async Task PostAsync(int index, ModelPost post)
    {
        if (post.BeginsTransaction || _transactions.IsEmpty)
        {
            _transactions.Begin();
        }

        if (post.IsBehindBarrier)
        {
            await _lanes.WhenIdleAsync(CancellationToken.None, index % 2 == 0 ? null : Rows.Table.Name).ConfigureAwait(false);
            _attempts.Check((index % 2 == 1 && !_case.Settings.NeedsBarriers) || _attempts.Finished.Count == _posted.Count, "a barrier did not wait");
        }

        if (!post.IsMark)
        {
            _transactions.Add(index);
        }

        var routed = Routed(index, post);
        await _lanes.PostAsync(routed, _transactions.Progress, CancellationToken.None).ConfigureAwait(false);
        CheckBounds(routed);
    }

    private void CheckBounds(in RoutedChange last)
    {
        if (!last.IsMark)
        {
            _posted.Add((last.Context.Ordinal, last.Size));
        }

        var unfinished = _posted.Where(post => !_attempts.Finished.Contains(post.Index)).ToArray();
        _attempts.Check(unfinished.Length <= _case.Settings.MaxChanges, "too many changes are in flight");
        _attempts.Check(unfinished.Length <= 1 || unfinished.Sum(post => post.Size) <= _case.Settings.MaxBytes, "too many bytes are in flight");
    }

    private RoutedChange Routed(int index, ModelPost post)
    {
        var routed = Shop.RoutedRow(_routes[post.Listener], index, post.Key) with { OldKey = post.OldKey < 0 || post.OldKey == post.Key ? null : post.OldKey };
        if (post.IsMark)
        {
            return routed with { Change = null };
        }

        return routed with
        {
            Change = post.IsUnreadable ? null : routed.Change,
            ReadFailure = post.IsUnreadable ? new InvalidOperationException("unreadable") : null,
            Wire = new WireChange(RawChangeKind.Row, _wire.Copy(default, new byte[post.WireSize])),
        };
    }

    private int Random(int below)
    {
        _random = (_random * 6364136223846793005) + 1442695040888963407;
        return (int)((_random >> 33) % (ulong)below);
    }
}
