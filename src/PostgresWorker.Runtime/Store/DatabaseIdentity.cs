using Npgsql;

namespace PostgresWorker.Store;

/// <summary>Which database of which cluster a connection leads to.</summary>
internal sealed record DatabaseIdentity(string SystemIdentifier, uint DatabaseOid)
{
    public static async Task<DatabaseIdentity> OfAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(
            "SELECT system_identifier::text, (SELECT d.oid::bigint FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()) FROM pg_catalog.pg_control_system()");
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new DatabaseIdentity(reader.GetString(0), (uint)reader.GetInt64(1));
    }
}
