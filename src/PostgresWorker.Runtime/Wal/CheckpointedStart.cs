using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Sharding;
using PostgresWorker.Snapshots;
using PostgresWorker.Store;
using PostgresWorker.Wal.Provisioning;
using PostgresWorker.Wal.Publications;

namespace PostgresWorker.Wal;

/// <summary>Begins a source behind its checkpoint, or refuses to.</summary>
/// <param name="slots">Asks the server.</param>
/// <param name="store">Where the checkpoint is.</param>
/// <param name="routes">The source's listeners.</param>
/// <param name="beginning">What a source does that has no checkpoint.</param>
/// <param name="reading">With how many shards the slot is one of those that are read, and what else is asked of its reader.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The source's log.</param>
internal sealed class CheckpointedStart(
    SlotCatalog slots, IWorkerStore store, IReadOnlyList<ListenerRoute> routes, SnapshotStart beginning, ShardReading reading, TimeProvider time, ILogger logger)
{
    private readonly CheckpointTable _table = new(store);

    /// <summary>Before anything is made: a slot that is gone must not be made anew where a checkpoint says that it was there.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">Changes are missing, or the checkpoint is another server's.</exception>
    /// <exception cref="ShardsElsewhereException">The slot is not one of those that are read.</exception>
    public async Task RefuseGapAsync(CancellationToken cancellationToken)
    {
        await RefuseElsewhereAsync(cancellationToken).ConfigureAwait(false);
        if (await ReadOrNullAsync(cancellationToken).ConfigureAwait(false) is not { } start)
        {
            return;
        }

        if (FindRefusal(start) is { } refusal)
        {
            throw refusal;
        }

        if (!start.IsStoredWithSource)
        {
            ExactlyOnce.Refuse(store.Source, routes, "StoreConnectionString leads to another database than the source's");
        }
    }

    /// <summary>What was found where changes behind the checkpoint can't be had any more, and nobody has accepted that; null where that is not so, or not known yet.</summary>
    public async Task<StartState?> FindGapAsync(CancellationToken cancellationToken) =>
        await ReadOrNullAsync(cancellationToken).ConfigureAwait(false) is { State: not { IsActive: true } } start && StartDecision.Of(start).Outcome == StartOutcome.GapDetected ? start : null;

    /// <summary>What <see cref="RefuseGapAsync"/> would throw; null where nothing.</summary>
    public async Task<PostgresWorkerConfigurationException?> FindRefusalAsync(CancellationToken cancellationToken) =>
        await ReadOrNullAsync(cancellationToken).ConfigureAwait(false) is { } start ? FindRefusal(start) : null;

    /// <summary>Says what of the publication was made since the checkpoint was written, for which a source that was stopped can't stand. Before anything is made here.</summary>
    public async Task SayNewerAsync(string publication, IReadOnlyList<TableNeeds> needs, CancellationToken cancellationToken)
    {
        if (await ReadOrNullAsync(cancellationToken).ConfigureAwait(false) is not { IsStoredWithSource: true, Checkpoint.Position: var position })
        {
            return;
        }

        var newer = await PublicationAge.NewerAsync(store.Database, publication, store.Consumer, Array.ConvertAll(needs.ToArray(), need => need.Table), cancellationToken).ConfigureAwait(false);
        if (newer.Count > 0)
        {
            Log.PublicationNewer(logger, store.Source, publication, position, string.Join(", ", newer));
        }
    }

    /// <summary>Now that nobody else has the slot: decides, and begins an epoch before the first change is delivered.</summary>
    /// <param name="finished">How far this process knows everything to be finished.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="PostgresWorkerConfigurationException">The source can't begin.</exception>
    public async Task<ICheckpoint> BeginAsync(Lsn finished, CancellationToken cancellationToken)
    {
        // Whoever changes the number of shards says so before it takes their slots: who has one and finds nothing said is not asked to give it up.
        await RefuseElsewhereAsync(cancellationToken).ConfigureAwait(false);
        var start = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var decision = StartDecision.Of(start);
        if (decision.Problem is { } problem)
        {
            throw Refusal(start, decision, problem);
        }

        var behind = decision.Outcome == StartOutcome.Fresh ? await beginning.PrepareAsync(start, cancellationToken).ConfigureAwait(false) : finished;
        var (epoch, position) = await _table.BeginAsync(start, decision, behind, cancellationToken).ConfigureAwait(false);
        Say(start, decision.Outcome, position, epoch);
        var pruning = routes.Any(route => route.NeedsTransaction) ? new HandledPruning(store, time, logger) : null;
        return new TableCheckpoint(_table, pruning, epoch, position, reading.Asked);
    }

    private async Task RefuseElsewhereAsync(CancellationToken cancellationToken)
    {
        if (reading.HandOver is null && await reading.Table.ReadAsync(cancellationToken).ConfigureAwait(false) is { } state && !state.IsAt(reading.Count))
        {
            throw new ShardsElsewhereException(state);
        }
    }

    /// <summary>All that decides where to begin, as it is now.</summary>
    public async Task<StartState> ReadAsync(CancellationToken cancellationToken)
    {
        var start = await slots.ReadAsync(cancellationToken).ConfigureAwait(false);
        var isStoredWithSource = !store.IsElsewhere || await DatabaseIdentity.OfAsync(store.Database, cancellationToken).ConfigureAwait(false) == new DatabaseIdentity(start.SystemIdentifier, start.DatabaseOid);
        var checkpoint = await _table.ReadAsync(cancellationToken).ConfigureAwait(false);
        return start with { IsStoredWithSource = isStoredWithSource, Checkpoint = checkpoint, WalEnd = await slots.WalEndAsync(cancellationToken).ConfigureAwait(false) };
    }

    private PostgresWorkerConfigurationException? FindRefusal(StartState start)
    {
        // Who reads from the slot moves it and writes the row: nothing can be said before that one is gone.
        var decision = StartDecision.Of(start);
        var isFinal = decision.Outcome is StartOutcome.GapDetected or StartOutcome.ForeignCluster or StartOutcome.HistoryForked || (start.Checkpoint is not null && start.State?.IsLost == true);
        return start.State?.IsActive != true && isFinal && decision.Problem is { } problem ? Refusal(start, decision, problem) : null;
    }

    private PostgresWorkerConfigurationException Refusal(StartState start, StartDecision decision, Finding problem) => decision.Outcome switch
    {
        StartOutcome.GapDetected => new ChangesMissingException(store.Source, [problem], start.Checkpoint!.Position, start.State is { IsLost: false } state ? state.Confirmed : null),
        StartOutcome.HistoryForked => new HistoryForkedException(store.Source, [problem], start.SharedUntil(start.Checkpoint!.Timeline), start.Checkpoint.Position),
        _ => new PostgresWorkerConfigurationException(store.Source, [problem]),
    };

    private async Task<StartState?> ReadOrNullAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // What rights are lacking is found and named next.
            return null;
        }
    }

    private void Say(StartState start, StartOutcome outcome, Lsn position, long epoch)
    {
        switch (outcome)
        {
            case StartOutcome.Fresh:
                Log.CheckpointBegun(logger, store.Source, start.Slot, position, epoch);
                break;
            case StartOutcome.GapAccepted:
                Log.GapAccepted(logger, store.Source, start.Checkpoint!.Position, position, start.Checkpoint.AcceptedGapBy, epoch);
                break;
            default:
                Log.CheckpointResumed(logger, store.Source, position, start.Slot, start.State!.Confirmed!.Value, epoch);
                break;
        }
    }
}
