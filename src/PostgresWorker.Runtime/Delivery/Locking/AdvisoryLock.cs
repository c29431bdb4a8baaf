using Npgsql;

namespace PostgresWorker.Delivery.Locking;

/// <summary>The locks of one attempt, held by an open transaction.</summary>
internal sealed class AdvisoryLock : IChangeLock
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private AdvisoryLock(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>Waits for the locks, for as long as others hold them: the command has no timeout but the token.</summary>
    public static async Task<AdvisoryLock> AcquireAsync(NpgsqlConnection connection, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

        // The transaction is idle for as long as the listener works.
        await ExecuteAsync(connection, "SET LOCAL idle_in_transaction_session_timeout = 0", null, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest($1) AS key", [.. keys], cancellationToken).ConfigureAwait(false);
        return new AdvisoryLock(connection, transaction);
    }

    public async ValueTask VerifyAsync(CancellationToken cancellationToken) =>
        await ExecuteAsync(_connection, "SELECT 1", null, cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, string[]? keys, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var _ = command.ConfigureAwait(false);
        if (keys is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = keys });
        }

        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
