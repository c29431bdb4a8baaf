using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Delivery.Parking;
using PostgresWorker.Store;

namespace PostgresWorker.DeadLetters.Parking;

/// <summary>Reads what is parked, and what operators ask for.</summary>
internal sealed class ParkedRequests(IWorkerStore store)
{
    /// <summary>All keys that are parked, and how many changes are.</summary>
    public async Task<(IReadOnlyList<FoundKey> Keys, long Count)> LoadAsync(CancellationToken cancellationToken)
    {
        var count = 0L;
        var keys = await ReadAsync(
            ReleaseSql.Load,
            reader =>
            {
                count = reader.GetInt64(8);
                var last = new ChangePosition(reader.GetString(3), Lsn.Parse(reader.GetString(4)), Lsn.Parse(reader.GetString(5)), reader.GetInt32(6), reader.GetFieldValue<DateTimeOffset>(7));
                return new FoundKey(new ListenerKey(reader.GetString(0), reader.GetString(1)), new HeldKey(reader.GetInt64(2), last));
            },
            cancellationToken).ConfigureAwait(false);
        return (keys, count);
    }

    /// <summary>Keys that are to be released, but for those that are on their way, with the lanes whose holders release their listeners' keys.</summary>
    public Task<IReadOnlyList<AskedKey>> AskedAsync(
        IReadOnlyCollection<ListenerKey> underWay, int count, short[]? lanes, CancellationToken cancellationToken) => ReadAsync(
        ReleaseSql.Asked,
        static reader => new AskedKey(new ListenerKey(reader.GetString(0), reader.GetString(1)), reader.GetInt16(2)),
        cancellationToken,
        underWay.Select(key => key.Listener).ToArray(),
        underWay.Select(key => key.Key).ToArray(),
        count,
        LetterRequests.Lanes(lanes));

    /// <summary>The keys that are released together with one.</summary>
    public Task<IReadOnlyList<string>> TieAsync(string listener, string key, CancellationToken cancellationToken) =>
        ReadAsync(ReleaseSql.Tie, static reader => reader.GetString(0), cancellationToken, listener, key);

    /// <summary>The first changes that wait for keys.</summary>
    public Task<IReadOnlyList<WaitingChange>> FirstAsync(
        string listener, IReadOnlyList<string> keys, int count, long bytes, bool isOfOutbox, CancellationToken cancellationToken) => ReadAsync(
        isOfOutbox ? ReleaseSql.FirstByNumber : ReleaseSql.First,
        reader => new WaitingChange(LetterRequests.Letter(store.Source, reader), new RowKeys(reader.GetString(14), reader.IsDBNull(15) ? null : reader.GetString(15))),
        cancellationToken,
        listener,
        keys.ToArray(),
        count,
        bytes);

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object[] values)
    {
        var command = store.Database.CreateCommand(sql);
        await using var _ = command.ConfigureAwait(false);
        foreach (var value in (object[])[store.Consumer, .. values])
        {
            var parameter = value as NpgsqlParameter ?? new NpgsqlParameter { Value = value };
            if (value is string[])
            {
                parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text;
            }

            command.Parameters.Add(parameter);
        }

        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
