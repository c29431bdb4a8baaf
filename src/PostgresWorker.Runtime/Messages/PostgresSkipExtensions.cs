using Npgsql;
using PostgresWorker.Wal;

namespace PostgresWorker;

/// <summary>For writers: changes that no worker is to deliver, such as those of a migration or a repair.</summary>
/// <remarks>
/// No right is needed. It costs a round trip and some hundred bytes of WAL. A worker reads transactions as they were written, so what stands before the call is delivered all the same (and its log says so): make it the transaction's first statement.
/// What is rolled back to a savepoint before the call takes the call with it.
/// </remarks>
public static class PostgresSkipExtensions
{
    // The message for who reads the WAL, the setting for the triggers of an outbox.
    private const string Sql = $"SELECT pg_catalog.pg_logical_emit_message(true, '{SkippedTransactions.Marker}', ''), pg_catalog.set_config('{SkippedTransactions.Marker}', 'on', true)";

    private const string InTransaction = $"SELECT pg_catalog.current_setting('{SkippedTransactions.Marker}', true) IS NOT DISTINCT FROM 'on'";

    /// <summary>From here on, what the transaction writes is delivered by no source, of no application: neither rows nor truncates nor transactional messages.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public static async Task SkipTransactionAsync(this NpgsqlTransaction transaction, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        // Which throws where it has ended: its connection is still there, and would mark a transaction of its own.
        _ = transaction.IsolationLevel;
        await ExecuteAsync(transaction.Connection!, Sql, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>From here on, what the connection's transaction writes is delivered by no source, of no application; for those who have no <see cref="NpgsqlTransaction"/>, as within a <c>TransactionScope</c>. A round trip more.</summary>
    /// <param name="connection">An open connection that is in a transaction.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidOperationException">It is in none: only the call itself would be skipped.</exception>
    public static async Task SkipTransactionAsync(this NpgsqlConnection connection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await ExecuteAsync(connection, Sql, cancellationToken).ConfigureAwait(false);
        if (await ExecuteAsync(connection, InTransaction, cancellationToken).ConfigureAwait(false) is not true)
        {
            throw new InvalidOperationException("The connection is in no transaction, so there is nothing to skip: begin one, and call SkipTransactionAsync first.");
        }
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
