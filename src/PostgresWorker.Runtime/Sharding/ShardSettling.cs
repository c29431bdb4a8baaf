using Npgsql;
using PostgresWorker.Observability;
using PostgresWorker.Store;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Sharding;

/// <summary>Sees to it that the consumer runs with the number of shards that is configured: at once where it never ran, and otherwise when nobody runs with the number before.</summary>
internal sealed class ShardSettling(ShardContext context)
{
    // An instance of a source that is not divided says nothing of itself: it is gone when its slot is free for longer than connecting again takes.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly string _lock = $"SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended({Sql.Literal($"postgres_worker shards {context.Consumer}")}, 0))";
    private readonly ShardSlots _slots = new(context.Database);
    private long _busy = context.Time.GetTimestamp();
    private bool _isSaid;

    /// <summary>Waits until it does.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">It can't.</exception>
    public async Task SettleAsync(ShardMembership membership, CancellationToken stopping)
    {
        while (await UnsettledAsync(stopping).ConfigureAwait(false) is { } state)
        {
            if (!await IsAloneAsync(state, membership, stopping).ConfigureAwait(false) || !await TryAsync(stopping).ConfigureAwait(false))
            {
                Say(state);
                await Task.Delay(ShardMembership.Beat, context.Time, stopping).ConfigureAwait(false);
            }
        }
    }

    /// <summary>With how many it runs instead; null where it runs with as many.</summary>
    private async Task<ShardState?> UnsettledAsync(CancellationToken cancellationToken)
    {
        var state = await context.Table.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (state is null)
        {
            // A source that is not divided has no row; where it has been at work, it has a checkpoint or a slot.
            var isOld = await new CheckpointTable(context.Store).ReadAsync(cancellationToken).ConfigureAwait(false) is not null
                || (await _slots.ReadAsync([context.Consumer], cancellationToken).ConfigureAwait(false)).Count > 0;
            if (context.Count == 1)
            {
                return null;
            }

            await context.Table.CreateAsync(isOld ? 1 : context.Count, cancellationToken).ConfigureAwait(false);
            state = await context.Table.ReadAsync(cancellationToken).ConfigureAwait(false) ?? new ShardState(1);
        }

        return state.IsAt(context.Count) ? null : state;
    }

    private async Task<bool> IsAloneAsync(ShardState state, ShardMembership membership, CancellationToken cancellationToken)
    {
        var slots = await _slots.ReadAsync(Shard.Slots(context.Consumer, state.Count), cancellationToken).ConfigureAwait(false);
        if (slots.Values.Any(slot => slot.IsActive) || membership.All.Any(one => one.Shards != context.Count && (one.Shards == state.Count || one.Shards == state.Next)))
        {
            _busy = context.Time.GetTimestamp();
        }

        return context.Time.GetElapsedTime(_busy) > Quiet;
    }

    /// <returns>False where another instance is at it.</returns>
    private async Task<bool> TryAsync(CancellationToken stopping)
    {
        var connection = await context.Database.OpenConnectionAsync(stopping).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);

        // Slots exclude too, so a lock that is lost does no harm.
        var command = new NpgsqlCommand(_lock, connection);
        await using var __ = command.ConfigureAwait(false);
        if (await command.ExecuteScalarAsync(stopping).ConfigureAwait(false) is not true)
        {
            return false;
        }

        try
        {
            if (await UnsettledAsync(stopping).ConfigureAwait(false) is { } state)
            {
                await new ShardChange(context).RunAsync(state, stopping).ConfigureAwait(false);
            }

            return true;
        }
        finally
        {
            // The pool resets a connection when somebody takes it next, which may be long after.
            if (connection.State == System.Data.ConnectionState.Open)
            {
                command.CommandText = "SELECT pg_catalog.pg_advisory_unlock_all()";
                await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void Say(ShardState state)
    {
        if (!_isSaid)
        {
            _isSaid = true;
            context.Control.Enter(SourceState.Standby);
            Log.ShardsStandby(context.Logger, context.Source, state.Count, context.Count);
        }
    }
}
