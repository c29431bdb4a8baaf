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
    private static readonly TransactionMark Mark = new(SkippedTransactions.Marker, "on", SkippedTransactions.Marker, "");

    /// <summary>From here on, what the transaction writes is delivered by no source, of no application: neither rows nor truncates nor transactional messages.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public static Task SkipTransactionAsync(this NpgsqlTransaction transaction, CancellationToken cancellationToken = default) => Mark.PutAsync(transaction, cancellationToken);

    /// <summary>From here on, what the connection's transaction writes is delivered by no source, of no application; for those who have no <see cref="NpgsqlTransaction"/>, as within a <c>TransactionScope</c>. A round trip more.</summary>
    /// <param name="connection">An open connection that is in a transaction.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidOperationException">It is in none: only the call itself would be skipped.</exception>
    public static async Task SkipTransactionAsync(this NpgsqlConnection connection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!await Mark.TryPutAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException("The connection is in no transaction, so there is nothing to skip: begin one, and call SkipTransactionAsync first.");
        }
    }
}
