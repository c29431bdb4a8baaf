using System.Data.Common;
using PostgresWorker.Delivery.Outages;
using PostgresWorker.Dispatch;
using PostgresWorker.FailPoints;
using PostgresWorker.Store;

namespace PostgresWorker.Delivery;

/// <summary>
/// The transaction of one call of a listener, which also records that its changes are handled: committed when the call succeeds, rolled back when
/// this is disposed before.
/// </summary>
/// <param name="connection">The transaction's connection, which is this one's to close.</param>
/// <param name="transaction">What the listener is given.</param>
/// <param name="pending">What is still to be handled.</param>
/// <param name="changes">Records it.</param>
/// <param name="begun">Tells the transaction from another on the same connection.</param>
internal sealed class ListenerTransaction(DbConnection connection, DbTransaction transaction, IRouted? pending, HandledChanges changes, long begun) : IAsyncDisposable
{
    /// <summary>What the listener is given.</summary>
    public DbTransaction Transaction => transaction;

    /// <summary>What the listener is to handle: null where all of it has been handled before.</summary>
    public IRouted? Pending => pending;

    /// <summary>Commits what the listener did, together with the record of it.</summary>
    /// <exception cref="InvalidOperationException">The listener has ended the transaction.</exception>
    /// <exception cref="DbException">A statement of the listener's failed, whatever it did about that, or what it deferred to the end.</exception>
    /// <exception cref="OutageException">The database can't be reached any more, and the commit may have happened or not: the next call will know.</exception>
    /// <exception cref="OperationCanceledException">Another instance is active: what was done is undone, and nothing more is done here.</exception>
    public async ValueTask CommitAsync(CancellationToken cancelled)
    {
        var (isEnded, isRecorded) = (false, false);
        try
        {
            // COMMIT of a transaction in which a statement failed rolls back without an error, but the record's statement tells.
            if (!await changes.RecordAsync(connection, transaction, pending!, begun, cancelled).ConfigureAwait(false))
            {
                isEnded = true;
                throw Ended(null);
            }

            isRecorded = true;
            Failing.Reach(FailPoint.BeforeCommit);
            await transaction.CommitAsync(cancelled).ConfigureAwait(false);
            Failing.Reach(FailPoint.AfterCommit);
        }
        catch (Exception e) when (!cancelled.IsCancellationRequested && (isRecorded ? OutageErrors.IsOfCommit(e) : OutageErrors.IsOfStatement(e)))
        {
            throw new OutageException(OutageStep.Commit, e);
        }
        catch (EpochOverException)
        {
            await transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            await changes.Epoch.EndAndStayAsync(cancelled).ConfigureAwait(false);
        }
        catch (InvalidOperationException e) when (!isEnded)
        {
            throw Ended(e);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private InvalidOperationException Ended(Exception? e) => new(
        $"Listener {pending!.Route.Name} committed, rolled back or disposed its transaction, which is the worker's to end: to undo everything, throw; to undo a part, use a savepoint.", e);
}
