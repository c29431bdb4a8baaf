using PostgresWorker.Generated;
using PostgresWorker.Outbox.Snapshots;
using PostgresWorker.Sources;
using PostgresWorker.Store;

namespace PostgresWorker.Outbox;

/// <summary>The changes of an outbox that are in this instance's lanes, each acknowledged by itself. Of a key they come in the order in which they were committed.</summary>
internal sealed class OutboxSource : IChangeSource
{
    private readonly OutboxSession _session;
    private readonly Window _window = new();
    private readonly Queue<(OutboxRow Row, Mark? Mark)> _next = new();
    private readonly OutboxTuples _tuples = new();
    private readonly TableLayout[] _table = new TableLayout[1];
    private OutboxAcknowledgements? _acks;
    private CaptureLayout? _capture;
    private ChangeTransaction? _transaction;
    private SnapshotMark? _mark;
    private int _lanes = -1;

    public OutboxSource(OutboxSession session) => _session = session;

    /// <summary>The change that is handed out, as it stands in the outbox.</summary>
    public OutboxRow Row { get; private set; }

    /// <inheritdoc />
    public Lsn Start => Lsn.None;

    /// <inheritdoc />
    public Epoch Epoch => _session.Epoch;

    /// <inheritdoc />
    public ILaneShare Share => _session.Lanes;

    /// <inheritdoc />
    public void GetCurrent(out RawChange change) => change = new RawChange
    {
        Kind = Row.Kind == 'T' ? RawChangeKind.Truncate : RawChangeKind.Row,
        Transaction = _transaction!,
        Lsn = new Lsn((ulong)Row.Id),
        IsAlone = true,
        Lane = Row.Lane,
        Order = _capture!.Order,
        Tables = _table,
        RowKind = Row.Kind switch { 'I' => ChangeKinds.Inserted, 'U' => ChangeKinds.Updated, 'D' => ChangeKinds.Deleted, 'E' => ChangeKinds.Existing, _ => ChangeKinds.None },
        Image = _tuples.Image,
        Id = _mark?.Id,
        Failure = _tuples.Failure,
    };

    /// <inheritdoc />
    public IAcknowledgements Acknowledge(in AcknowledgeSettings settings)
    {
        _session.Shared.Start(settings.Positions);
        return _acks = new OutboxAcknowledgements(this, _session.Deletion, _session.Lanes, _session.Shared, settings);
    }

    /// <summary>There may be something that was waited for.</summary>
    public void Wake() => _session.WakeUp.Wake();

    /// <inheritdoc />
    public async ValueTask MoveNextAsync(CancellationToken cancellationToken)
    {
        while (!TryMoveNext())
        {
            // Asked for before looking: what comes meanwhile is not slept over.
            var woken = _session.WakeUp.Next();
            if (await LookAsync(cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            // A position up to which there is nothing more.
            if (TryMoveNext())
            {
                return;
            }

            await _session.WakeUp.WaitAsync(woken, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private bool TryMoveNext()
    {
        while (_next.TryDequeue(out var next))
        {
            if (_lanes != _session.Lanes.Version)
            {
                // Others may have handled it meanwhile, or have to handle before it what stands before it here.
                Forget(next);
                continue;
            }

            if (next.Mark is not null)
            {
                _acks!.Close(next.Mark);
            }
            else if (TryMoveTo(next.Row))
            {
                return true;
            }
        }

        return false;
    }

    // What is forgotten is looked at again, where it is still there, as a change of the lanes has everything looked at again.
    private void Forget((OutboxRow Row, Mark? Mark) next)
    {
        if (next.Mark is null)
        {
            _window.Remove(next.Row.Id);
        }
    }

    private bool TryMoveTo(in OutboxRow row)
    {
        if (!_session.Lanes.TryEnter(row.Lane, _lanes))
        {
            _window.Remove(row.Id);
            return false;
        }

        Row = row;
        _capture = _session.Captures.Find(row.Capture);
        if (_capture is null)
        {
            // Nobody listens there any more.
            _acks!.Commit(_acks.Begin(), Lsn.None);
            return false;
        }

        _table[0] = _capture.Layout;
        _mark = row.Kind == 'E' ? SnapshotMark.Read(_capture.Table, _session.Buffer[row.Old]) : null;
        _transaction = new ChangeTransaction
        {
            Source = _session.Source,
            SystemIdentifier = _session.SystemIdentifier,
            Outbox = _session.Incarnation,
            Snapshot = _mark?.Snapshot,
            CommitLsn = Lsn.None,
            CommitTime = row.WrittenAt,
            TransactionId = row.TransactionId,
            TraceParent = row.TraceParent,
        };
        _tuples.Write(_capture, row, _session.Buffer);
        return true;
    }

    /// <returns>Whether there is something to hand out.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        while (_acks!.TryTakeGone(out var gone))
        {
            _window.Remove(gone);
        }

        // First the version: lanes that are taken meanwhile are looked at again.
        var claims = _session.Lanes.Claims;
        var version = _session.Lanes.Version;
        var held = _session.Lanes.Held;
        if (held.Length == 0 || _session.Lanes.IsExpired)
        {
            return false;
        }

        if (_lanes != version)
        {
            if (_session.Lanes.TakenOver is { } takenOver)
            {
                await takenOver(cancellationToken).ConfigureAwait(false);
            }

            _lanes = version;
            _window.Reset();
        }

        // Lanes that are to be given up are still this instance's, and not looked at.
        var isAll = held.Length == LaneTable.Count;
        var isOurs = !_session.Lanes.IsLeaving;
        var without = _session.Captures.Missing;
        var poll = await _session.Reader.PollAsync(_window, isAll ? null : held, _session.Captures.Tables, without, cancellationToken).ConfigureAwait(false);
        if (!_session.Captures.IsCurrent(poll.Columns) || without.Length > 0 || poll.Rows.Any(row => _session.Captures.Find(row.Capture) is null))
        {
            await _session.Captures.LoadAsync(poll.Columns, cancellationToken).ConfigureAwait(false);
            if (!_session.Captures.Missing.SequenceEqual(without))
            {
                // What was left out is looked at now, or what is missing left out.
                _window.Reset();
                return true;
            }
        }

        _session.Shared.Ask(poll.Asked);
        await _session.Barriers.LookAsync(poll.Parked, cancellationToken).ConfigureAwait(false);
        return await TakeAsync(poll, isOurs && without.Length == 0 ? new Mark(Lsn.None, claims, isAll) : null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> TakeAsync(Poll poll, Mark? mark, CancellationToken cancellationToken)
    {
        long? seen = poll.IsWhole ? null : poll.Rows[^1].Id;
        var (isStopped, isFound) = (false, false);
        var held = new HeldBack();
        foreach (var row in poll.Rows)
        {
            if (held.Holds(row) || (_session.Barriers.IsBarrier(row) && (isFound || held.IsAny || !await _session.Barriers.MayPassAsync(row, cancellationToken).ConfigureAwait(false))))
            {
                // It is looked at again, and what must not come before it.
                held.Add(row);
                if (!isStopped)
                {
                    (seen, isStopped) = (row.Id - 1, true);
                    _session.WakeUp.Expect();
                }
            }
            else if (_window.Add(row.Id))
            {
                _next.Enqueue((row, null));
                isFound = true;
            }
        }

        var settled = _window.Advance(poll.Horizon, seen);
        if (settled != Lsn.None && mark is not null)
        {
            _next.Enqueue((default, mark with { Position = settled }));
        }

        if (isFound)
        {
            _session.WakeUp.Found();
        }

        return isFound || (!poll.IsWhole && !isStopped);
    }
}
