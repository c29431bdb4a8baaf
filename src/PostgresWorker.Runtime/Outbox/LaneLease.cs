using Microsoft.Extensions.Logging;
using PostgresWorker.FailPoints;
using PostgresWorker.Observability;
using PostgresWorker.Sources;
using PostgresWorker.Store;

namespace PostgresWorker.Outbox;

/// <summary>Keeps this instance among those that share the outbox, and its lanes an even share.</summary>
internal sealed class LaneLease : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    // Lanes take nothing while they become empty; what does not is kept for ten times as long.
    private static readonly TimeSpan MaxYield = TimeSpan.FromSeconds(1), MinKept = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopped = new();
    private readonly string _source;
    private readonly InstanceTable _table;
    private readonly LaneTable _lanes;
    private readonly SharedPosition _shared;
    private readonly Epoch _epoch;
    private readonly TimeSpan _lease;
    private readonly WakeUps _wake;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private long _renewed;
    private long? _yielded;
    private long? _kept;

    /// <param name="source">The source's name.</param>
    /// <param name="table">The instances.</param>
    /// <param name="lanes">This one's lanes.</param>
    /// <param name="shared">How far it is, and the others are.</param>
    /// <param name="epoch">This instance, which has just joined.</param>
    /// <param name="lease">For how long it is one without being heard of.</param>
    /// <param name="wake">Called when there are other lanes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The source's log.</param>
    public LaneLease(string source, InstanceTable table, LaneTable lanes, SharedPosition shared, Epoch epoch, TimeSpan lease, WakeUps wake, TimeProvider time, ILogger logger)
    {
        (_source, _table, _lanes, _shared, _epoch, _lease, _wake, _time, _logger) = (source, table, lanes, shared, epoch, lease, wake, time, logger);
        Renewed(time.GetTimestamp());
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    // By our clock it ends earlier than by the database's, whatever the last renewal's way took.
    private TimeSpan Left => (_lease * 0.8) - _time.GetElapsedTime(_renewed);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAllAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopped.Dispose();
        try
        {
            using var deadline = new CancellationTokenSource(_lease, _time);
            await _table.LeaveAsync(_epoch.Number, deadline.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it is: the lease runs out by itself.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.InstanceNotRemoved(_logger, e, _source, _epoch.Number);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (Left > TimeSpan.Zero)
            {
                await Task.Delay(await RoundAsync().ConfigureAwait(false), _time, _stopped.Token).ConfigureAwait(false);
            }

            await _epoch.EndAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <returns>How long to wait for the next.</returns>
    private async Task<TimeSpan> RoundAsync()
    {
        using var end = new CancellationTokenSource(Left is { } left && left > TimeSpan.Zero ? left : TimeSpan.Zero, _time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token, end.Token);
        try
        {
            return await ShareAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!_stopped.IsCancellationRequested && (e is OperationCanceledException || ConnectionError.IsTransient(e)))
        {
            Log.LeaseNotRenewed(_logger, e, _source, Left);
            return Soon;
        }
#pragma warning disable CA1031 // Without a lease this instance is none; the error comes again where it is made anew.
        catch (Exception e) when (!_stopped.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.LeaseNotRenewed(_logger, e, _source, TimeSpan.Zero);
            _renewed = _time.GetTimestamp() - _time.TicksOf(_lease);
            return TimeSpan.Zero;
        }
    }

    private async Task<TimeSpan> ShareAsync(CancellationToken cancellationToken)
    {
        var sent = _time.GetTimestamp();
        Failing.Reach(FailPoint.InRenewal);
        var renewal = await _table.RenewAsync(_epoch.Number, _lease, _shared.Own, cancellationToken).ConfigureAwait(false);
        if (renewal is null)
        {
            _renewed = sent - _time.TicksOf(_lease);
            return TimeSpan.Zero;
        }

        Renewed(sent);
        _shared.Tell(renewal.Handled);
        var (sharing, removed) = await _table.TidyAsync(_epoch.Number, cancellationToken).ConfigureAwait(false);
        foreach (var (id, name) in removed)
        {
            Log.InstanceRemoved(_logger, _source, id, name);
        }

        if (_lanes.Empty is { Length: > 0 } empty)
        {
            await _table.FreeAsync(_epoch.Number, empty, cancellationToken).ConfigureAwait(false);
            _lanes.Drop(empty);
            Log.LanesGivenUp(_logger, _source, empty.Length, _lanes.Held.Length);
        }

        var isYielding = Yield(sharing);
        var missing = LaneShares.Of(sharing, _epoch.Number) - _lanes.Held.Length;
        if (missing > 0 || renewal.Claims != _lanes.Claims)
        {
            missing -= await TakeAsync(Math.Max(missing, 0), cancellationToken).ConfigureAwait(false);
        }

        var regular = _lease / 4;
        return (missing <= 0 && !isYielding) || regular < Soon ? regular : Soon;
    }

    private void Renewed(long at)
    {
        _renewed = at;
        _lanes.Until = at + _time.TicksOf(_lease * 0.8);
    }

    /// <returns>How many lanes there are that were not there before.</returns>
    private async Task<int> TakeAsync(int count, CancellationToken cancellationToken)
    {
        var claimed = await _table.ClaimAsync(_epoch.Number, count, cancellationToken).ConfigureAwait(false);
        var taken = _lanes.Take(claimed.Lanes, claimed.Claims);
        if (taken > 0)
        {
            _wake.Wake();
            Log.LanesTaken(_logger, _source, taken, _lanes.Held.Length);
        }

        return taken;
    }

    /// <returns>Whether there are lanes that wait to be given up.</returns>
    private bool Yield(IReadOnlyCollection<long> sharing)
    {
        if (_yielded is { } yielded && _time.GetElapsedTime(yielded) > MaxYield && _lanes.Keep() > 0)
        {
            _wake.Wake();
            _kept = _time.GetTimestamp();
        }

        var surplus = _lanes.Held.Length - LaneShares.Of(sharing, _epoch.Number);
        var isAgain = _kept is not { } kept || _time.GetElapsedTime(kept) > MinKept;
        if (_lanes.Yield(surplus, isAgain) > 0)
        {
            _yielded = _time.GetTimestamp();
            _kept = isAgain ? null : _kept;
        }

        return _lanes.IsLeaving;
    }
}
