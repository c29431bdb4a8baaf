using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Observability;
using PostgresWorker.Outbox.Provisioning;

namespace PostgresWorker.Outbox;

/// <summary>
/// Gives the space of finished changes back: a segment that is full and empty again is truncated, which vacuum could not do while an old transaction holds it back. The
/// segment that is being filled is, too, when nothing has been written for a while.
/// </summary>
internal sealed class Segments(string source, NpgsqlDataSource database, OutboxNames names, ILogger logger)
{
    // A lock that is waited for holds up whoever comes behind it: writers of the segment that is being filled, and all who read.
    private const string LockTimeout = "SET LOCAL lock_timeout = '50ms'";

    // Below this there is nothing worth a lock.
    private const long MinBytes = 256 * 1024;

    private long _lastId = -1;

    /// <summary>Truncates what is empty.</summary>
    /// <returns>How many were.</returns>
    public async Task<int> TidyAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var last = await ScalarAsync<long>(connection, $"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {OutboxNames.ToSql(names.Sequence)}", cancellationToken).ConfigureAwait(false);
        var isQuiet = last == _lastId;
        _lastId = last;
        var truncated = 0;
        for (var segment = 0; segment < OutboxNames.Partitions; segment++)
        {
            if (segment != OutboxNames.SegmentOf(last + 1) || isQuiet)
            {
                truncated += await TryTruncateAsync(connection, OutboxNames.ToSql(names.Partition(segment)), cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
        }

        return truncated;
    }

    private async Task<bool> TryTruncateAsync(NpgsqlConnection connection, string segment, CancellationToken cancellationToken)
    {
        var isWorthIt = $"SELECT pg_catalog.pg_total_relation_size('{segment}'::pg_catalog.regclass) > {MinBytes} AND NOT EXISTS (SELECT FROM {segment})";
        if (!await ScalarAsync<bool>(connection, isWorthIt, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = transaction.ConfigureAwait(false);
            await ExecuteAsync(connection, LockTimeout, cancellationToken).ConfigureAwait(false);

            // Who has written a change holds a lock until its transaction ends: once this one is had, what is not there will not come.
            await ExecuteAsync(connection, $"LOCK TABLE ONLY {segment} IN ACCESS EXCLUSIVE MODE", cancellationToken).ConfigureAwait(false);
            if (await ScalarAsync<bool>(connection, $"SELECT EXISTS (SELECT FROM {segment})", cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            await ExecuteAsync(connection, $"TRUNCATE {segment}", cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            Log.SegmentTruncated(logger, source, segment);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            // Another time.
            return false;
        }
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var _ = command.ConfigureAwait(false);
        return (T)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
