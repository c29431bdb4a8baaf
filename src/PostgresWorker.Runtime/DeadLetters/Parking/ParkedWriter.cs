using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Delivery.Parking;
using PostgresWorker.Dispatch;
using PostgresWorker.Observability;
using PostgresWorker.Store;

namespace PostgresWorker.DeadLetters.Parking;

/// <summary>Keeps parked changes in <c>postgres_worker.dead_letters</c>, and which keys are parked in <c>postgres_worker.parked_keys</c>.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="epoch">The time in which this instance may write.</param>
/// <param name="logger">Where to say what was written.</param>
internal sealed class ParkedWriter(IWorkerStore store, Epoch epoch, ILogger logger) : IParkedStore
{
    private const string Count = """SELECT count(*) FROM "postgres_worker"."dead_letters" WHERE consumer = $1 AND parked_key IS NOT NULL""";

    // String data that the database can't take: not in its encoding, or not as JSON (nested too deep for its stack).
    private const string DataErrors = "22", ProgramLimits = "54";

    private readonly EpochStatement _statement = new(store, epoch);

    public async ValueTask<IReadOnlyList<StoredKey>?> StoreAsync(RoutedChange routed, RowKeys keys, (Exception Error, int Attempts)? failure, CancellationToken cancelled)
    {
        var letter = StoredLetter.Of(routed);
        var sql = failure is null ? ParkedSql.Wait : ParkedSql.Park;
        var answers = await WrittenAsync(routed.Route.Name, routed.Id, text => _statement.RunAsync(
            sql,
            static reader => new Answer(reader.GetBoolean(1), reader.IsDBNull(2) ? null : new StoredKey(reader.GetString(2), reader.GetInt64(3))),
            cancelled,
            Values(routed, letter with { Payload = text is null ? null : letter.Payload, PayloadNote = text is null ? "The database could not take the change's JSON." : letter.PayloadNote }, keys, failure, text ?? StorableText.Ascii)), cancelled).ConfigureAwait(false);
        if (!answers[0].IsHeld)
        {
            return null;
        }

        StoredKey[] stored = [.. answers.Select(answer => answer.Key).OfType<StoredKey>()];
        if (failure is not null)
        {
            Log.KeyParked(logger, store.Source, routed.Route.Name, routed.Id, string.Join(", ", stored.Select(key => key.Id.ToString(CultureInfo.InvariantCulture))));
        }
        else
        {
            Log.ChangeParked(logger, routed.Route.Name, routed.Context);
        }

        return stored;
    }

    public async ValueTask<IReadOnlyList<string>> UnparkAsync(string listener, IReadOnlyList<string> keys, CancellationToken cancelled)
    {
        var gone = await WrittenAsync(listener, "its keys", _ => _statement.RunAsync(ParkedSql.Lock, ParkedSql.Unpark, Key, cancelled, listener, keys.ToArray()), cancelled).ConfigureAwait(false);
        if (gone.Count > 0)
        {
            Log.KeysUnparked(logger, store.Source, listener, gone.Count);
        }

        return gone;
    }

    public ValueTask<long> CountAsync(CancellationToken cancelled) => WrittenAsync("", "the count", async _ =>
    {
        var command = store.Database.CreateCommand(Count);
        await using var __ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter { Value = store.Consumer });
        return (long)(await command.ExecuteScalarAsync(cancelled).ConfigureAwait(false))!;
    }, cancelled);

    /// <summary>A change was handled.</summary>
    /// <returns>The keys for which nothing is kept any more.</returns>
    public ValueTask<IReadOnlyList<string>> RemoveAsync(RequestedLetter letter, CancellationToken cancelled) =>
        WrittenAsync(letter.Listener, letter.ChangeId, _ => _statement.RunAsync(ParkedSql.Remove, Key, cancelled, letter.Id), cancelled);

    /// <summary>A change was used up again, and is a dead letter that nothing waits for.</summary>
    /// <returns>The keys for which nothing is kept any more.</returns>
    public ValueTask<IReadOnlyList<string>> MakeLetterAsync(RequestedLetter letter, Exception error, int attempts, CancellationToken cancelled) =>
        WrittenAsync(letter.Listener, letter.ChangeId, text => _statement.RunAsync(ParkedSql.MakeLetter, Key, cancelled, [letter.Id, attempts, .. Describe(error, text ?? StorableText.Ascii)]), cancelled);

    /// <summary>A change was used up again, and stays what its keys wait for.</summary>
    public async ValueTask FailAgainAsync(RequestedLetter letter, Exception error, int attempts, CancellationToken cancelled)
    {
        await WrittenAsync(letter.Listener, letter.ChangeId, text => _statement.RunAsync(ParkedSql.FailAgain, Key, cancelled, [letter.Id, attempts, .. Describe(error, text ?? StorableText.Ascii)]), cancelled).ConfigureAwait(false);
        Log.ReleaseFailed(logger, store.Source, letter.Listener, letter.ChangeId);
    }

    /// <summary>What waits for a key can't be delivered by this build.</summary>
    public async ValueTask RefuseAsync(string listener, string key, long letter, string reason, CancellationToken cancelled)
    {
        Log.ReleaseRefused(logger, store.Source, listener, letter, reason);
        await _statement.RunAsync(ParkedSql.Refuse, Key, cancelled, listener, key, StorableText.Of(reason)).ConfigureAwait(false);
    }

    private static string Key(NpgsqlDataReader reader) => reader.GetString(1);

    private static object[] Describe(Exception error, Func<string, string> text) => [text(error.GetType().FullName ?? error.GetType().Name), text(error.Message), text(error.ToString())];

    private object?[] Values(in RoutedChange routed, StoredLetter letter, RowKeys keys, (Exception Error, int Attempts)? failure, Func<string, string> text)
    {
        var context = routed.Context;
        var transaction = context.Transaction;
        object[] error = failure is { Error: var thrown } ? Describe(thrown, text) : ["", "", ""];
        return
        [
            store.Source, routed.Route.Name, context.Id, context.Table.Schema, context.Table.Name, letter.Action,
            transaction.SystemIdentifier, transaction.CommitLsn.ToString(), context.Lsn.ToString(), context.Ordinal, (long)transaction.TransactionId, transaction.CommitTime.ToUniversalTime(),
            failure?.Attempts ?? 0, .. error, letter.Wire, letter.Old, letter.New, letter.Payload, letter.PayloadNote, keys.Key, keys.OldKey,
        ];
    }

    /// <summary>Writes; a second time in plainer text, for which null stands, where the database can't take what only people need.</summary>
    private async ValueTask<T> WrittenAsync<T>(string listener, string what, Func<Func<string, string>?, ValueTask<T>> write, CancellationToken cancelled)
    {
        try
        {
            try
            {
                return await write(StorableText.Of).ConfigureAwait(false);
            }
            catch (PostgresException e) when (e.SqlState.StartsWith(DataErrors, StringComparison.Ordinal) || e.SqlState.StartsWith(ProgramLimits, StringComparison.Ordinal))
            {
                return await write(null).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancelled.IsCancellationRequested)
        {
            Log.ParkedNotWritten(logger, e, listener, what, LetterWriteException.Delay);
            throw new LetterWriteException(e);
        }
    }

    /// <summary>A row of the store's answer: whether the change's keys are parked, and one of them where it was stored just now.</summary>
    private sealed record Answer(bool IsHeld, StoredKey? Key);
}
