using System.Data.Common;

namespace PostgresWorker.Delivery;

/// <summary>The transaction of one call of a listener: committed when the call succeeds, rolled back when this is disposed before.</summary>
internal sealed class ListenerTransaction : IAsyncDisposable
{
    private readonly DbConnection _connection;

    private ListenerTransaction(DbConnection connection, DbTransaction transaction)
    {
        _connection = connection;
        Transaction = transaction;
    }

    /// <summary>What the listener is given.</summary>
    public DbTransaction Transaction { get; }

    public static async Task<ListenerTransaction> BeginAsync(DbDataSource database, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new ListenerTransaction(connection, await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Commits what the listener did.</summary>
    /// <exception cref="InvalidOperationException">The listener has ended the transaction.</exception>
    /// <exception cref="DbException">A statement of the listener's failed, whatever it did about that; or the commit does.</exception>
    public async ValueTask CommitAsync(string listener, CancellationToken cancellationToken)
    {
        try
        {
            // COMMIT of a transaction in which a statement failed rolls back without an error, but any other statement tells.
            await ProbeAsync(cancellationToken).ConfigureAwait(false);
            await Transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException(
                $"Listener {listener} committed, rolled back or disposed its transaction, which is the worker's to end: to undo everything, throw; to undo a part, use a savepoint.", e);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask ProbeAsync(CancellationToken cancellationToken)
    {
        var command = _connection.CreateCommand();
        await using var _ = command.ConfigureAwait(false);
        command.CommandText = "SELECT 1";
        command.Transaction = Transaction;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
