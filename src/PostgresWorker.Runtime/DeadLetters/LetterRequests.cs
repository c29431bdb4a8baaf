using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Store;

namespace PostgresWorker.DeadLetters;

/// <summary>Reads what operators ask for.</summary>
/// <param name="store">Where the letters are.</param>
/// <param name="maxBytes">How many bytes of rows are read at a time; a letter that has more is read alone.</param>
internal sealed class LetterRequests(IWorkerStore store, long maxBytes)
{
    /// <summary>The letters that are to be delivered again; null where there are no letters at all, and so nothing to ask for.</summary>
    public async Task<IReadOnlyList<RequestedLetter>?> ReadAsync(IReadOnlyCollection<long> underWay, short[]? lanes, CancellationToken cancellationToken)
    {
        var batch = store.Database.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LetterSql.Any) { Parameters = { new() { Value = store.Consumer } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LetterSql.Requested) { Parameters = { new() { Value = store.Consumer }, new() { Value = underWay.ToArray() }, new() { Value = maxBytes }, Lanes(lanes) } });
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!reader.GetBoolean(0))
        {
            return null;
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        List<RequestedLetter> letters = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            letters.Add(Letter(store.Source, reader));
        }

        return letters;
    }

    /// <summary>The lanes as a parameter: NULL for all.</summary>
    public static NpgsqlParameter Lanes(short[]? lanes) => new() { Value = (object?)lanes ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint };

    /// <summary>The letters of changes that come again, for they are behind <paramref name="position"/>.</summary>
    public async Task<ResentLetters> ResentAsync(Lsn position, LetterWriter writer, CancellationToken cancellationToken)
    {
        var command = store.Database.CreateCommand(LetterSql.Resent);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = store.Consumer });
        command.Parameters.Add(new() { Value = position.ToString() });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var letters = new ResentLetters();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var replay = new Replay(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), writer, static _ => { });
            if (reader.GetBoolean(7))
            {
                letters.Add(replay);
                continue;
            }

            letters.Add(Lsn.Parse(reader.GetString(3)), Lsn.Parse(reader.GetString(4)), reader.GetInt32(5), (uint)reader.GetInt64(6), replay);
        }

        return letters;
    }

    /// <summary>A letter of a row that has the columns of <see cref="LetterSql.Requested"/>.</summary>
    public static RequestedLetter Letter(string source, NpgsqlDataReader reader)
    {
        var transaction = new ChangeTransaction
        {
            Source = source,
            SystemIdentifier = reader.GetString(4),
            CommitLsn = Lsn.Parse(reader.GetString(5)),
            TransactionId = (uint)reader.GetInt64(8),
            CommitTime = reader.GetFieldValue<DateTimeOffset>(9),
        };
        return new RequestedLetter(
            reader.GetInt64(0),
            reader.GetString(1),
            reader.GetString(13),
            transaction,
            new TableName(reader.GetString(2), reader.GetString(3)),
            Lsn.Parse(reader.GetString(6)),
            reader.GetInt32(7),
            reader.GetString(10),
            reader.GetFieldValue<byte[]>(11),
            reader.GetFieldValue<byte[]>(12));
    }
}
