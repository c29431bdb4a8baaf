using Npgsql;
using PostgresWorker.Observability;
using PostgresWorker.Wal;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Sharding;

/// <summary>What is left of a number of shards with which the consumer does not run any more: slots, for which the server keeps WAL, publications, and records of handled changes.</summary>
internal sealed class ShardRest(ShardContext context)
{
    /// <summary>Removes what is left of the number before the one with which the consumer runs.</summary>
    /// <returns>Whether nothing is left.</returns>
    public async Task<bool> RemoveAsync(int previous, CancellationToken cancellationToken) =>
        await DropAsync(previous, cancellationToken).ConfigureAwait(false) && await context.Table.ForgetAsync(previous, cancellationToken).ConfigureAwait(false);

    /// <summary>Drops slots and publications of a number; publications by other names than ours are left to whoever made them.</summary>
    /// <returns>Whether none of the slots is left.</returns>
    public async Task<bool> DropAsync(int count, CancellationToken cancellationToken)
    {
        var isDone = true;
        var slots = await new ShardSlots(context.Database).ReadAsync(Shard.Slots(context.Consumer, count), cancellationToken).ConfigureAwait(false);
        foreach (var slot in slots.Keys)
        {
            isDone &= await TryAsync($"SELECT pg_catalog.pg_drop_replication_slot({Sql.Literal(slot)})", cancellationToken).ConfigureAwait(false);
        }

        var publication = SlotName.ForPublication(context.Source, context.Whole.Options);
        if (publication.StartsWith(SlotName.OurPrefix, StringComparison.Ordinal))
        {
            foreach (var shard in Shard.All(count))
            {
                var name = shard.NameOf(publication);
                _ = !await ExistsAsync(name, cancellationToken).ConfigureAwait(false) || await TryAsync($"DROP PUBLICATION {Sql.Identifier(name)}", cancellationToken).ConfigureAwait(false);
            }
        }

        return isDone;
    }

    private async Task<bool> TryAsync(string sql, CancellationToken cancellationToken)
    {
        try
        {
            var command = context.Database.CreateCommand(sql);
            await using var _ = command.ConfigureAwait(false);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            Log.Provisioned(context.Logger, context.Source, sql);
            return true;
        }
        catch (PostgresException e)
        {
            // Somebody reads the slot still, or the publication is another role's.
            Log.ShardRestKept(context.Logger, e, context.Source, sql);
            return false;
        }
    }

    private async Task<bool> ExistsAsync(string publication, CancellationToken cancellationToken)
    {
        var command = context.Database.CreateCommand("SELECT EXISTS (SELECT FROM pg_catalog.pg_publication p WHERE p.pubname = $1)");
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = publication });
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }
}
