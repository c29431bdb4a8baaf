using System.Globalization;
using Npgsql;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>
/// Whether a pooler stands between the worker and the server. A replication connection needs a session of the server's own from its first byte on, and the connections beside it rely on settings and locks that a pooler of
/// transactions gives to somebody else.
/// </summary>
/// <remarks>
/// What answers for the server tells another process id than the server itself: that alone is no harm, for there are proxies that pass everything on. So it is only the cue to look closer. What is looked for can't be so on direct
/// connections: two of them that share one process of the server, or one that changes it between two transactions, or one that has not the settings that it was opened with.
/// </remarks>
internal sealed class PoolerInspection(NpgsqlDataSource database)
{
    public const string Code = "pooler";

    // With the time of its beginning, for another server's process may have the same id.
    private const string Process = "SELECT pg_catalog.pg_backend_pid(), pg_catalog.pg_backend_pid() || ' of ' || backend_start::text FROM pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid()";

    private const string Settings =
        """
        SELECT pg_catalog.string_agg(name || ' is ''' || setting || '''', ', ' ORDER BY name) FROM pg_catalog.pg_settings
        WHERE (name = 'DateStyle' AND setting NOT LIKE 'ISO,%') OR (name = 'IntervalStyle' AND setting <> 'postgres') OR (name = 'extra_float_digits' AND setting <> '1') OR (name = 'bytea_output' AND setting <> 'hex')
        """;

    /// <summary>What a failed connection says of a pooler; null where it says nothing of one.</summary>
    /// <param name="error">What failed.</param>
    /// <param name="connectionString">Where it was to lead.</param>
    public static Finding? Explain(Exception error, string connectionString) => error switch
    {
        // The words of pgbouncer; the server has none for what it knows.
        PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation, MessageText: var text } when text.Contains("startup parameter", StringComparison.Ordinal) =>
            Of(connectionString, $"it refuses what a connection of the worker begins with ({text})"),
        _ => null,
    };

    /// <summary>What IDENTIFY_SYSTEM, the first command of a replication connection, says of a pooler when it fails; null where it says nothing of one.</summary>
    public static Finding? ExplainIdentification(Exception error, string connectionString) => error is PostgresException { SqlState: PostgresErrorCodes.SyntaxError }
        ? Of(connectionString, "the replication connection that was asked for became an ordinary one: IDENTIFY_SYSTEM is a syntax error there")
        : null;

    /// <summary>Looks for one that lets connections through.</summary>
    public async Task<Finding?> InspectAsync(CancellationToken cancellationToken)
    {
        var first = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = first.ConfigureAwait(false);
        var (id, process) = await ProcessAsync(first, cancellationToken).ConfigureAwait(false);
        if (id == first.ProcessID)
        {
            return null;
        }

        var evidence = await SharedAsync(first, process, cancellationToken).ConfigureAwait(false) ?? await LostSettingsAsync(first, cancellationToken).ConfigureAwait(false);
        return evidence is null ? null : Of(first.ConnectionString, evidence);
    }

    private static Finding Of(string connectionString, string evidence)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        return new Finding(
            Code,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Between the worker and the server, at {builder.Host}:{builder.Port}, is a pooler: {evidence}. A source that reads the WAL connects to the server itself: give it the server's own host and port. The application may go on through the pooler, and so may a store at StoreConnectionString; Capture Outbox reads through one."));
    }

    /// <summary>While the second connection is in a transaction, the first must not have been in the same process, nor come to another one.</summary>
    private async Task<string?> SharedAsync(NpgsqlConnection first, string process, CancellationToken cancellationToken)
    {
        var second = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = second.ConfigureAwait(false);
        var transaction = await second.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var (_, other) = await ProcessAsync(second, cancellationToken).ConfigureAwait(false);
        var (_, now) = await ProcessAsync(first, cancellationToken).ConfigureAwait(false);
        return other == process ? $"two connections were one process of the server, {process}"
            : now != process ? $"one connection was in two processes of the server, {process} and {now}, one transaction after another"
            : null;
    }

    private static async Task<string?> LostSettingsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(Settings, connection);
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string lost ? $"it has dropped the settings that the connection was opened with ({lost})" : null;
    }

    private static async Task<(int Id, string Process)> ProcessAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(Process, connection);
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt32(0), reader.GetString(1));
    }
}
