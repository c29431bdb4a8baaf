using System.Globalization;
using Npgsql;
using PostgresWorker.Sources;
using PostgresWorker.Store;

namespace PostgresWorker.Wal;

/// <summary>Asks the server for what decides where a source begins.</summary>
internal sealed class SlotCatalog(NpgsqlDataSource database, string slot, string publication)
{
    // The name of a WAL file begins with the timeline: that of the control file may be the one before a promotion.
    private const string Query =
        """
        SELECT CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_flush_lsn()), 8) END,
               EXISTS (SELECT FROM pg_catalog.pg_publication p WHERE p.pubname = $2),
               s.slot_name IS NOT NULL, s.confirmed_flush_lsn::text, coalesce(s.wal_status = 'lost', false), coalesce(s.active, false), pg_catalog.pg_last_wal_replay_lsn()::text
        FROM (SELECT 1) AS one LEFT JOIN pg_catalog.pg_replication_slots s ON s.slot_name = $1
        """;

    public async Task<StartState> ReadAsync(CancellationToken cancellationToken)
    {
        var identity = await DatabaseIdentity.OfAsync(database, cancellationToken).ConfigureAwait(false);
        var command = database.CreateCommand(Query);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = slot });
        command.Parameters.Add(new() { Value = publication });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (reader.IsDBNull(0))
        {
            throw ConnectionError.Standby();
        }

        var timeline = uint.Parse(reader.GetString(0), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var state = reader.GetBoolean(2) ? new SlotState(reader.IsDBNull(3) ? null : Lsn.Parse(reader.GetString(3)), reader.GetBoolean(4), reader.GetBoolean(5)) : null;
        return new StartState(slot, publication, identity.SystemIdentifier, identity.DatabaseOid, timeline, reader.GetBoolean(1), state) { Replayed = reader.IsDBNull(6) ? null : Lsn.Parse(reader.GetString(6)) };
    }

    public async Task<Lsn> WalEndAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand("SELECT pg_catalog.pg_current_wal_flush_lsn()::text");
        await using var _ = command.ConfigureAwait(false);
        return Lsn.Parse((string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
    }
}
