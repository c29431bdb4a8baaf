using Npgsql;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>Whether the slot is there, is the source's kind of slot, and still has the WAL that it promises.</summary>
internal sealed class SlotInspection(NpgsqlDataSource database, string slot, bool failover)
{
    private const string Query =
        """
        SELECT coalesce(plugin::text, 'physical'), coalesce(database::text, ''), coalesce(wal_status, ''), two_phase, coalesce(database::text, '') = current_database(),
               pg_catalog.to_jsonb(s) ->> 'invalidation_reason', coalesce(pg_catalog.to_jsonb(s) ->> 'failover', 'false') = 'true'
        FROM pg_catalog.pg_replication_slots s WHERE slot_name = $1
        """;

    /// <summary>What makes a slot of the name $1.</summary>
    public static string Create(bool failover) => $"SELECT pg_catalog.pg_create_logical_replication_slot($1, 'pgoutput'{(failover ? ", failover => true" : "")})";

    /// <param name="wasUsed">Whether this process has read from the slot before: then its absence is a loss.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<Finding>> InspectAsync(bool wasUsed, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Query);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = slot });
        if (failover && !await HasFailoverAsync(cancellationToken).ConfigureAwait(false))
        {
            return [new Finding("failover_version", "Failover is asked for, which slots have from PostgreSQL 17 on; leave it out, or upgrade the server.")];
        }

        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return wasUsed
                ? [new Finding("slot_lost", $"Slot '{slot}' is gone, and with it the changes since the last confirmed one. It is not created anew by itself, for that would hide the gap: restart the application to begin from now on.")]
                : [new Finding("slot_missing", $"Slot '{slot}' does not exist.", $"SELECT pg_catalog.pg_create_logical_replication_slot({Sql.Literal(slot)}, 'pgoutput'{(failover ? ", failover => true" : "")})", IsAutomatic: true)
                {
                    Lock = "Takes no lock; it waits until every transaction that has written, in any database of the cluster, has ended.",
                }];
        }

        List<Finding> findings = [];
        if (reader.GetString(0) != "pgoutput")
        {
            findings.Add(new Finding("slot_plugin", $"Slot '{slot}' is of plugin '{reader.GetString(0)}', not pgoutput; give the source another slot name."));
        }
        else if (!reader.GetBoolean(4))
        {
            findings.Add(new Finding("slot_database", $"Slot '{slot}' belongs to database '{reader.GetString(1)}'; slot names are unique in the cluster, so give the source another one."));
        }

        if (reader.GetString(2) == "lost")
        {
            findings.Add(new Finding("slot_lost", $"Slot '{slot}' is lost ({(await reader.IsDBNullAsync(5, cancellationToken).ConfigureAwait(false) ? "wal_removed" : reader.GetString(5))}): the server removed WAL that it needed (max_slot_wal_keep_size), or invalidated it, and the changes in it. To begin from now on, drop it.", $"SELECT pg_catalog.pg_drop_replication_slot({Sql.Literal(slot)})"));
        }

        if (reader.GetBoolean(3))
        {
            findings.Add(new Finding("slot_two_phase", $"Slot '{slot}' was created with two_phase, which sends transactions before they are committed; give the source another slot name."));
        }

        if (failover && !reader.GetBoolean(6))
        {
            findings.Add(new Finding(
                "slot_failover",
                $"Slot '{slot}' is not one that standbys take over (failover), as the options ask. It can be made one over a replication connection only, while nobody reads it: ALTER_REPLICATION_SLOT {slot} (FAILOVER true), by psql with replication=database."));
        }

        return findings;
    }

    /// <summary>Whether somebody reads from it.</summary>
    public async Task<bool> IsActiveAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand("SELECT active FROM pg_catalog.pg_replication_slots WHERE slot_name = $1");
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = slot });
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }

    private async Task<bool> HasFailoverAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand("SELECT current_setting('server_version_num')::int >= 170000");
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }
}
