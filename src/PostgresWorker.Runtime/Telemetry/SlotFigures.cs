using Npgsql;

namespace PostgresWorker.Telemetry;

/// <summary>How much WAL the server keeps for a slot, and how much it may.</summary>
/// <param name="database">The source's database.</param>
/// <param name="slot">The slot's name.</param>
internal sealed class SlotFigures(NpgsqlDataSource database, string slot) : IFigures
{
    private const string Query =
        """
        SELECT GREATEST(pg_catalog.pg_wal_lsn_diff(w.position, s.confirmed_flush_lsn), 0)::bigint, GREATEST(pg_catalog.pg_wal_lsn_diff(w.position, s.restart_lsn), 0)::bigint, s.wal_status, s.safe_wal_size,
            (SELECT g.setting::bigint * 1024 * 1024 FROM pg_catalog.pg_settings g WHERE g.name = 'max_slot_wal_keep_size' AND g.setting::bigint >= 0)
        FROM pg_catalog.pg_replication_slots s,
            (SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_receive_lsn() ELSE pg_catalog.pg_current_wal_lsn() END AS position) w
        WHERE s.slot_name = $1
        """;

    /// <inheritdoc />
    public async Task<SourceFigures> ReadAsync(SourceFigures known, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Query);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = slot });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return known;
        }

        return known with
        {
            Unconfirmed = Number(reader, 0),
            Retained = Number(reader, 1),
            WalStatus = reader.IsDBNull(2) ? null : reader.GetString(2),
            SafeWal = Number(reader, 3),
            WalLimit = Number(reader, 4),
        };
    }

    private static long? Number(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
