using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.FailPoints;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Snapshots;
using PostgresWorker.Sources;

namespace PostgresWorker.Outbox.Snapshots;

/// <summary>
/// Writes the rows that tables have into the outbox, some at a time, as long as somebody asks for it and the outbox is not full. They are delivered as all that stands in it. Of several instances each may write the next rows of
/// any snapshot; one at a time writes those of one.
/// </summary>
internal sealed class OutboxSnapshots : IAsyncDisposable
{
    // How often it is looked what other processes have asked for; and whether rows are free, and delivered, that are waited for.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2), WaitInterval = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan SayInterval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopped = new();
    private readonly Dictionary<long, OutboxSnapshotRow> _known = [];
    private readonly ChunkSize _size = new();
    private readonly string _source;
    private readonly NpgsqlDataSource _database;
    private readonly OutboxSnapshotTable _table;
    private readonly SnapshotCatalog _catalog;
    private readonly IReadOnlyList<ListenerRoute> _routes;
    private readonly LaneTable _lanes;
    private readonly WakeUps _wake;
    private readonly SourceSnapshots _shared;
    private readonly int _maxWaiting;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private long _saidAt;
    private long _wroteLast;
    private int _failures;

    /// <param name="source">The source's name.</param>
    /// <param name="database">Its database.</param>
    /// <param name="names">Its outbox.</param>
    /// <param name="routes">Its listeners.</param>
    /// <param name="lanes">The lanes of this instance: one without leaves it to others, which may be of another release.</param>
    /// <param name="wake">Called when there are rows to deliver.</param>
    /// <param name="shared">What the process knows.</param>
    /// <param name="maxWaiting">How many changes may stand in the outbox before the next rows are written; at most <see cref="OutboxSnapshotTable.MaxCounted"/>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The source's log.</param>
    public OutboxSnapshots(
        string source, NpgsqlDataSource database, OutboxNames names, IReadOnlyList<ListenerRoute> routes, LaneTable lanes, WakeUps wake, SourceSnapshots shared, int maxWaiting, TimeProvider time, ILogger logger)
    {
        (_source, _database, _routes, _lanes, _wake, _shared, _time, _logger) = (source, database, routes, lanes, wake, shared, time, logger);

        // No more than are counted, else what waits would never be too much.
        _maxWaiting = Math.Min(maxWaiting, OutboxSnapshotTable.MaxCounted);
        _table = new OutboxSnapshotTable(database, names);
        _catalog = SnapshotCatalog.Over(database);
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAllAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _shared.HideAll();
        _stopped.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopped.IsCancellationRequested)
        {
            // Before looking: what is asked for meanwhile is looked for next.
            var asked = _shared.Asked;
            TimeSpan wait;
            try
            {
                wait = _lanes.Held.Length == 0 ? LookInterval : await RoundAsync(_stopped.Token).ConfigureAwait(false);
                _failures = 0;
            }
            catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Delivery goes on, whatever is wrong with what is beside it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                wait = SnapshotPostponement.After(++_failures);
                _size.Halve();
                if (_known.Count > 0 || !ConnectionError.IsTransient(e))
                {
                    Log.SnapshotPostponed(_logger, e, _source, wait);
                }
            }

            // Lanes come soon after the start.
            wait = _lanes.Held.Length == 0 ? WaitInterval : wait;
            var waited = Task.Delay(wait, _time, _stopped.Token);
            await (wait == LookInterval ? Task.WhenAny(asked, waited) : Task.WhenAny(waited)).ConfigureAwait(false);
        }
    }

    /// <summary>Writes some rows of each snapshot.</summary>
    /// <returns>How long to wait for the next.</returns>
    private async Task<TimeSpan> RoundAsync(CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        var unfinished = await _table.UnfinishedAsync(cancellationToken).ConfigureAwait(false);
        foreach (var gone in _known.Keys.Except(unfinished).ToArray())
        {
            await ForgetAsync(_known[gone], cancellationToken).ConfigureAwait(false);
        }

        // Where there is room for one only, the first would take all of it: whoever has not written for longest begins.
        var turn = Array.IndexOf(unfinished, _wroteLast) + 1;
        var hasWritten = false;
        foreach (var id in unfinished[turn..].Concat(unfinished[..turn]))
        {
            if (await StepAsync(id, cancellationToken).ConfigureAwait(false))
            {
                (_wroteLast, hasWritten) = (id, true);
            }
        }

        return hasWritten ? TimeSpan.Zero : unfinished.Length > 0 ? Pause(_time.GetElapsedTime(begun)) : LookInterval;
    }

    // To count a backlog takes the server as long as there are changes in it: a tenth of the time goes into that, no more.
    private static TimeSpan Pause(TimeSpan took) => TimeSpan.FromTicks(Math.Clamp(10 * took.Ticks, WaitInterval.Ticks, LookInterval.Ticks));

    /// <returns>Whether rows were written, and there may be more.</returns>
    private async Task<bool> StepAsync(long id, CancellationToken cancellationToken)
    {
        OutboxSnapshotRow? row = null;
        try
        {
            var connection = await _database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            var transaction = await OutboxSnapshotTable.BeginAsync(connection, cancellationToken).ConfigureAwait(false);
            await using var __ = transaction.ConfigureAwait(false);
            row = await _table.LockAsync(connection, id, cancellationToken).ConfigureAwait(false);
            if (row is null)
            {
                return false;
            }

            var (next, isDone) = await GoOnAsync(connection, row, cancellationToken).ConfigureAwait(false);
            Failing.Reach(FailPoint.InChunk);
            await _table.AdvanceAsync(connection, next, isDone, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            Failing.Reach(FailPoint.AfterChunk);
            Say(row, next, isDone);
            return next.Written > row.Written;
        }
        catch (Exception e) when (row is not null && (e is SnapshotFailedException || (e is PostgresException error && !ConnectionError.IsTransient(error))))
        {
            await FailAsync(row, e as SnapshotFailedException ?? OutboxSnapshotErrors.Of(row.Table, (PostgresException)e), cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    private async Task<(OutboxSnapshotRow Next, bool IsDone)> GoOnAsync(NpgsqlConnection connection, OutboxSnapshotRow row, CancellationToken cancellationToken)
    {
        var orders = _routes.Where(route => route.Table == row.Table && (route.Kinds & ChangeKinds.Existing) != 0).Select(route => route.OrderBy ?? "").Distinct(StringComparer.Ordinal).ToArray();
        var captures = await _table.CapturesAsync(connection, row.Table, orders, cancellationToken).ConfigureAwait(false);
        if (orders.Length == 0 || captures.Length < orders.Length)
        {
            throw new SnapshotFailedException($"No listener of this build takes existing rows of {row.Table}: Change<T>, Existing<T> or EventPayload.");
        }

        if (!row.IsBegun)
        {
            row = row with { Estimated = row.Estimated ?? await _catalog.EstimateAsync(row.Table, cancellationToken).ConfigureAwait(false) };
        }

        var (all, own) = await _table.WaitingAsync(connection, row.Id, cancellationToken).ConfigureAwait(false);
        var isCounted = all < OutboxSnapshotTable.MaxCounted;
        row = isCounted ? row with { Rows = Math.Max(row.Rows, row.Written - ((own + captures.Length - 1) / captures.Length)) } : row;
        if ((row.IsWritten && row.LeftKeys.Length == 0) || all >= _maxWaiting)
        {
            return (row, row is { IsWritten: true, LeftKeys.Length: 0 } && isCounted && own == 0);
        }

        var begun = _time.GetTimestamp();
        var size = Math.Min(_size.Rows, _maxWaiting);
        var next = await _table.WriteAsync(connection, row, captures, size, cancellationToken).ConfigureAwait(false);
        _size.Took(_time.GetElapsedTime(begun), (int)(next.Written - row.Written));
        return (next with { IsWritten = next.IsWritten || row.IsWritten }, false);
    }

    private async Task FailAsync(OutboxSnapshotRow row, SnapshotFailedException error, CancellationToken cancellationToken)
    {
        await _table.FailAsync(row.Id, error.Message, cancellationToken).ConfigureAwait(false);
        Log.SnapshotFailed(_logger, error, _source, row.Id, row.Table, error.Message);
        Forget(row.Id);
    }

    private async Task ForgetAsync(OutboxSnapshotRow row, CancellationToken cancellationToken)
    {
        if (await _table.IsCancelledAsync(row.Id, cancellationToken).ConfigureAwait(false))
        {
            Log.SnapshotCancelled(_logger, _source, row.Id, row.Table, row.Rows);
        }

        Forget(row.Id);
    }

    private void Forget(long id)
    {
        _known.Remove(id);
        _shared.Hide(id);
    }

    private void Say(OutboxSnapshotRow before, OutboxSnapshotRow now, bool isDone)
    {
        if (now.Written > before.Written)
        {
            _wake.Wake();
        }

        if (!before.IsBegun)
        {
            Log.SnapshotStarted(_logger, _source, now.Id, now.Table, now.Estimated);
        }
        else if (!_known.ContainsKey(now.Id))
        {
            Log.SnapshotResumed(_logger, _source, now.Id, now.Table, before.Rows);
        }

        if (isDone)
        {
            Log.SnapshotDone(_logger, _source, now.Id, now.Table, now.Rows);
            Forget(now.Id);
            return;
        }

        _known[now.Id] = now;
        _shared.Show(now.ToStatus(_source));
        if (_time.GetElapsedTime(_saidAt) > SayInterval)
        {
            _saidAt = _time.GetTimestamp();
            Log.SnapshotProgressed(_logger, _source, now.Id, now.Table, now.Rows, now.Estimated);
        }
    }
}
