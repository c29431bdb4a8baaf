using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Observability;

namespace PostgresWorker.Sharding;

/// <summary>
/// Changes the number of shards, by one instance, while none of the number before delivers anything. What is done is written down before the next step, so that whoever comes next goes on with it, or takes it back. The next shards deliver
/// nothing before the switch, and those before nothing behind where they end.
/// </summary>
/// <param name="context">The source, with the number that it is to have.</param>
internal sealed class ShardChange(ShardContext context)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ShardSlots _slots = new(context.Database);
    private readonly ShardPositions _positions = new(context.Store.Database);
    private readonly ShardRest _rest = new(context);

    private int Next => context.Count;

    /// <summary>Changes it, or takes back what was begun.</summary>
    /// <param name="state">With how many it runs.</param>
    /// <param name="stopping">Ends it between two steps.</param>
    /// <exception cref="PostgresWorkerConfigurationException">It may not or cannot be changed.</exception>
    public async Task RunAsync(ShardState state, CancellationToken stopping)
    {
        if (state.Next is { } begun && begun != Next)
        {
            await UndoAsync(state.Count, begun, stopping).ConfigureAwait(false);
            state = state with { Next = null, HandOver = null };
        }

        if (state.Count == Next)
        {
            return;
        }

        await RefuseAsync(state.Count, stopping).ConfigureAwait(false);
        if (state.Previous is { } previous)
        {
            // Of a change before; and slots of the next number that are left of it stand where they were left.
            await _rest.DropAsync(previous, stopping).ConfigureAwait(false);
        }

        Log.ShardsChanging(context.Logger, context.Source, state.Count, Next);
        if (state.Next is null)
        {
            // From here on nobody begins to read a slot of the number before who is not asked to.
            await context.Table.BeginAsync(state.Count, Next, stopping).ConfigureAwait(false);
        }

        await context.Provisioner(Next).PrepareAsync(stopping).ConfigureAwait(false);
        var end = await DrainAsync(state, stopping).ConfigureAwait(false);
        await RefuseParkedAsync(state.Count, stopping).ConfigureAwait(false);
        await SwitchAsync(state.Count, end, stopping).ConfigureAwait(false);
        await _rest.RemoveAsync(state.Count, stopping).ConfigureAwait(false);
    }

    private async Task UndoAsync(int count, int begun, CancellationToken stopping)
    {
        Log.ShardsUndone(context.Logger, context.Source, count, begun);

        // In this order: where it is cut off between the two, it is done again.
        await _rest.DropAsync(begun, stopping).ConfigureAwait(false);
        await context.Table.UndoAsync(count, stopping).ConfigureAwait(false);
    }

    /// <summary>Before anything is done: whether it may be, and can.</summary>
    private async Task RefuseAsync(int count, CancellationToken cancellationToken)
    {
        var findings = await context.Provisioner(Next).VerifyAsync(cancellationToken).ConfigureAwait(false);
        if (context.Whole.Options.Provision == Provision.None)
        {
            throw new PostgresWorkerConfigurationException(context.Source, [new Finding(
                "shards_change",
                string.Create(CultureInfo.InvariantCulture, $"'{context.Consumer}' runs with Shards = {count}, and is to with {Next}; Provision is None, so nothing is made or dropped here. Make slots and publications of the new number, and start one instance with Provision = Verify, which reads those before to an end, goes over and drops them; or give Shards = {count}."),
                findings.Count == 0 ? null : string.Join(";\n", findings.Where(finding => finding.Sql is not null).Select(finding => finding.Sql)))]);
        }

        if (findings.Count > 0 && (context.Whole.Options.Provision == Provision.Verify || !findings.All(finding => finding.IsAutomatic)))
        {
            throw new PostgresWorkerConfigurationException(context.Source, findings);
        }

        await RefuseParkedAsync(count, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Parked changes belong to their keys, and their keys to shards: with them, both would have to move in one step with what is delivered.</summary>
    private async Task RefuseParkedAsync(int count, CancellationToken cancellationToken)
    {
        var command = context.Store.Database.CreateCommand("""SELECT pg_catalog.count(*)::int FROM "postgres_worker"."parked_keys" k WHERE k.consumer = ANY ($1)""");
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = Shard.Slots(context.Consumer, count), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is int parked and > 0)
        {
            throw new PostgresWorkerConfigurationException(context.Source, [new Finding(
                "shards_parked",
                string.Create(CultureInfo.InvariantCulture, $"'{context.Consumer}' runs with Shards = {count}, and is to with {Next}, but {parked} of its keys are parked, and their changes wait for them in order. Run instances with Shards = {count}, release the keys or discard what is parked (IDeadLetters), and change the number then."))]);
        }
    }

    /// <summary>Reads the slots of the number before up to where the next ones go on.</summary>
    private async Task<Lsn> DrainAsync(ShardState state, CancellationToken stopping)
    {
        var handOver = new HandOver();
        if (state.HandOver is { } known)
        {
            handOver.Decide(known);
        }

        Dictionary<int, ShardRun> runs = [];
        try
        {
            while (!await IsDrainedAsync(state, handOver, runs, stopping).ConfigureAwait(false))
            {
                await Task.Delay(Pause, context.Time, stopping).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var run in runs.Values)
            {
                run.Stop();
            }

            foreach (var run in runs.Values)
            {
                await run.DisposeAsync().ConfigureAwait(false);
            }
        }

        return await handOver.Position.ConfigureAwait(false);
    }

    private async Task<bool> IsDrainedAsync(ShardState state, HandOver handOver, Dictionary<int, ShardRun> runs, CancellationToken stopping)
    {
        var shards = Shard.All(state.Count);
        if (handOver.Position.IsCompletedSuccessfully)
        {
            var end = await handOver.Position.ConfigureAwait(false);
            var positions = await _positions.ReadAsync(Shard.Slots(context.Consumer, state.Count), stopping).ConfigureAwait(false);
            shards = [.. shards.Where(shard => positions.GetValueOrDefault(shard.NameOf(context.Consumer)) < end)];
        }
        else if (handOver.Held == state.Count)
        {
            var end = await _slots.WalEndAsync(stopping).ConfigureAwait(false);
            await context.Table.DecideAsync(state.Count, Next, end, stopping).ConfigureAwait(false);
            handOver.Decide(end);
            Log.ShardsHandOver(context.Logger, context.Source, state.Count, end, Next);
            await _slots.NudgeAsync(stopping).ConfigureAwait(false);
        }

        foreach (var shard in shards)
        {
            if (runs.TryGetValue(shard.Index, out var run) && run.Ended.IsCompleted)
            {
                runs.Remove(shard.Index);
                await run.DisposeAsync().ConfigureAwait(false);
                if (run.Ended is { IsFaulted: true, Exception.InnerException: { } fault })
                {
                    throw new ShardHaltedException(fault);
                }
            }

            if (!runs.ContainsKey(shard.Index))
            {
                runs[shard.Index] = new ShardRun(context, shard, stopping, handOver);
            }
        }

        return shards.Count == 0;
    }

    private async Task SwitchAsync(int count, Lsn end, CancellationToken stopping)
    {
        var names = Shard.Slots(context.Consumer, Next);
        var stands = await _slots.ReadAsync(names, stopping).ConfigureAwait(false);
        if (names.FirstOrDefault(name => stands.GetValueOrDefault(name)?.Confirmed is not { } stand || stand > end) is { } lost)
        {
            // One that was dropped meanwhile and made anew stands too late for what was decided: that is decided again.
            await context.Table.BeginAsync(count, Next, stopping).ConfigureAwait(false);
            throw new IOException($"Slot '{lost}' is not there any more, or was made anew.");
        }

        await new ShardSwitch(context.Store.Database, context.Consumer).RunAsync(count, Next, end, stands, stopping).ConfigureAwait(false);
        Log.ShardsChanged(context.Logger, context.Source, count, Next, end);
    }
}
