using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Dispatch;
using PostgresWorker.Observability;
using PostgresWorker.Store;

namespace PostgresWorker.DeadLetters;

/// <summary>Writes dead letters and what becomes of them, under the current epoch: each write is durable when it completes.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="epoch">The time in which this instance may write.</param>
/// <param name="logger">Where to say what was written.</param>
internal sealed class LetterWriter(IWorkerStore store, Epoch epoch, ILogger logger)
{
    // String data that the database can't take: not in its encoding, or not as JSON (nested too deep for its stack).
    private const string DataErrors = "22", ProgramLimits = "54";

    public async ValueTask StoreAsync(RoutedChange routed, Exception error, int attempts, CancellationToken cancelled)
    {
        try
        {
            await StoreCoreAsync(routed, error, attempts, cancelled).ConfigureAwait(false);
        }
        catch (Exception e) when (IsWriteError(e, cancelled))
        {
            throw NotWritten(e, routed.Route.Name, routed.Id);
        }

        if (routed.Replay is null)
        {
            Log.DeadLetterStored(logger, store.Source, routed.Route.Name, routed.Id);
        }
    }

    public async ValueTask RemoveAsync(long id, string listener, string changeId, CancellationToken cancelled)
    {
        try
        {
            await WriteAsync(LetterSql.Remove, cancelled, id).ConfigureAwait(false);
        }
        catch (Exception e) when (IsWriteError(e, cancelled))
        {
            throw NotWritten(e, listener, changeId);
        }

        Log.DeadLetterReplayed(logger, store.Source, listener, id, changeId);
    }

    public async ValueTask RefuseAsync(long id, string reason, CancellationToken cancelled)
    {
        Log.DeadLetterRefused(logger, store.Source, id, reason);
        await WriteAsync(LetterSql.Refuse, cancelled, id, StorableText.Of(reason)).ConfigureAwait(false);
    }

    private async ValueTask StoreCoreAsync(RoutedChange routed, Exception error, int attempts, CancellationToken cancelled)
    {
        if (routed.Replay is Replay replay)
        {
            await WithPlainerTextAsync(text => WriteAsync(LetterSql.FailAgain, cancelled, [replay.Id, attempts, .. Describe(error, text)])).ConfigureAwait(false);
            return;
        }

        var letter = StoredLetter.Of(routed);
        var isFirst = true;
        await WithPlainerTextAsync(text =>
        {
            // The second time without what only people need.
            var values = Values(routed, isFirst ? letter : letter with { Payload = null, PayloadNote = "The database could not take the change's JSON." }, Describe(error, text), attempts);
            isFirst = false;
            return WriteAsync(LetterSql.Store, cancelled, values);
        }).ConfigureAwait(false);
    }

    private static async ValueTask WithPlainerTextAsync(Func<Func<string, string>, ValueTask> write)
    {
        try
        {
            await write(StorableText.Of).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState.StartsWith(DataErrors, StringComparison.Ordinal) || e.SqlState.StartsWith(ProgramLimits, StringComparison.Ordinal))
        {
            await write(StorableText.Ascii).ConfigureAwait(false);
        }
    }

    private static object[] Describe(Exception error, Func<string, string> text) => [text(error.GetType().FullName ?? error.GetType().Name), text(error.Message), text(error.ToString())];

    private object?[] Values(in RoutedChange routed, StoredLetter letter, object[] error, int attempts)
    {
        var context = routed.Context;
        var transaction = context.Transaction;
        return
        [
            store.Source, routed.Route.Name, context.Id, context.Table.Schema, context.Table.Name, letter.Action,
            transaction.SystemIdentifier, transaction.CommitLsn.ToString(), context.Lsn.ToString(), context.Ordinal, (long)transaction.TransactionId, transaction.CommitTime.ToUniversalTime(),
            attempts, .. error, letter.Wire, letter.Old, letter.New, letter.Payload, letter.PayloadNote,
        ];
    }

    /// <summary>One transaction, in one round trip, durable when it is committed whatever role and database say about that: the server is told next to forget the change.</summary>
    private async ValueTask WriteAsync(string sql, CancellationToken cancelled, params object?[] values)
    {
        var batch = store.Database.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_catalog.set_config('synchronous_commit', 'on', true)"));
        var command = new NpgsqlBatchCommand(epoch.Fence.In(sql));
        foreach (var value in (object?[])[store.Consumer, epoch.Number, .. values])
        {
            command.Parameters.Add(value is null ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } : new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
        var reader = await batch.ExecuteReaderAsync(cancelled).ConfigureAwait(false);
        bool isActive;
        await using (reader.ConfigureAwait(false))
        {
            await reader.NextResultAsync(cancelled).ConfigureAwait(false);
            isActive = await reader.ReadAsync(cancelled).ConfigureAwait(false) && reader.GetBoolean(0);

            // An error of the commit comes with the end.
            await reader.NextResultAsync(cancelled).ConfigureAwait(false);
        }

        if (!isActive)
        {
            await epoch.EndAndStayAsync(cancelled).ConfigureAwait(false);
        }
    }

    private static bool IsWriteError(Exception e, CancellationToken cancelled) => e is not OperationCanceledException || !cancelled.IsCancellationRequested;

    private LetterWriteException NotWritten(Exception e, string listener, string changeId)
    {
        Log.DeadLetterNotWritten(logger, e, listener, changeId, LetterWriteException.Delay);
        return new LetterWriteException(e);
    }
}
