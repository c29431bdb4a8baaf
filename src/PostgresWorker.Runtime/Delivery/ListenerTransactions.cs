using System.Data;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Delivery.Outages;
using PostgresWorker.Dispatch;
using PostgresWorker.Observability;
using PostgresWorker.Store;

namespace PostgresWorker.Delivery;

/// <summary>Begins the transactions of listeners that take one, in the database of source and store.</summary>
/// <param name="database">Connections with the application's own settings.</param>
/// <param name="changes">Knows what has been handled.</param>
/// <param name="logger">Where to say what is not delivered again.</param>
internal sealed class ListenerTransactions(DbDataSource database, HandledChanges changes, ILogger logger) : IListenerTransactions
{
    /// <inheritdoc />
    public async ValueTask<ListenerTransaction> BeginAsync(IRouted routed, CancellationToken cancelled)
    {
        try
        {
            return await BeginCoreAsync(routed, cancelled).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancelled.IsCancellationRequested)
        {
            // Whatever it is: the listener was not called.
            throw new OutageException(OutageStep.Begin, e);
        }
    }

    private async ValueTask<ListenerTransaction> BeginCoreAsync(IRouted routed, CancellationToken cancelled)
    {
        var connection = await database.OpenConnectionAsync(cancelled).ConfigureAwait(false);
        try
        {
            // Whatever the database's default is: the record looks for an epoch that has begun since. Npgsql sends BEGIN with the first statement.
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancelled).ConfigureAwait(false);
            var (begun, handled) = await changes.FindAsync(connection, transaction, routed, cancelled).ConfigureAwait(false);
            if (handled.Count > 0)
            {
                Log.HandledBefore(logger, routed.Route.Name, handled.Count, routed.Id);
            }

            return new ListenerTransaction(connection, transaction, handled.Count == 0 ? routed : routed.Without(handled), changes, begun);
        }
        catch (EpochOverException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            await changes.Epoch.EndAndStayAsync(cancelled).ConfigureAwait(false);
            throw;
        }
        catch
        {
            // Others of the pool may lead to the same server that was demoted, or have its settings of before.
            (database as NpgsqlDataSource)?.Clear();
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
