using Npgsql;
using PostgresWorker.DeadLetters;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.Store;

namespace PostgresWorker.Integration.DeadLetters;

/// <summary>Of letters, however large, no more is read than is needed.</summary>
public sealed class LetterSizeTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requested_letters_are_read_up_to_a_number_of_bytes_and_at_least_one_at_a_time()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await database.MakeStoreAsync();
        await InsertAsync(database, 5000, 100, 100, 900, 100, 5000);
        await using var store = Store(database.ConnectionString, database);
        var requests = new LetterRequests(store, maxBytes: 1000);
        List<long> underWay = [];
        List<int> sizes = [];
        while (await requests.ReadAsync(underWay, null, Token) is { Count: > 0 } letters)
        {
            sizes.Add(letters.Count);
            underWay.AddRange(letters.Select(letter => letter.Id));
        }

        // The first alone; two small ones, for the next would be too much; that one with the next; and the last alone.
        Assert.Equal([1, 2, 2, 1], sizes);
        Assert.Equal([1, 2, 3, 4, 5, 6], underWay);
        Assert.Equal(6, (await new LetterRequests(store, maxBytes: 100_000).ReadAsync([], null, Token))!.Count);
    }

    [Fact]
    public async Task No_more_than_sixteen_are_read_at_a_time()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await database.MakeStoreAsync();
        await InsertAsync(database, [.. Enumerable.Repeat(1, 20)]);
        await using var store = Store(database.ConnectionString, database);
        Assert.Equal(Enumerable.Range(1, 16).Select(id => (long)id), (await new LetterRequests(store, maxBytes: 100_000).ReadAsync([], null, Token))!.Select(letter => letter.Id));
    }

    [Fact]
    public async Task A_list_asks_for_nothing_that_it_does_not_show()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table);
        await using var worker = await RunningWorker.BeginAsync<Letters>(database, DeadLetterTests.Quick);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO letters (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.DeadLetterStored), () => worker.Log.ToString());

        // Who may not read what may be large can list it all the same.
        const string Role = "letter_lister";
        await database.ExecuteAsync(
            $"""
            DROP ROLE IF EXISTS {Role}; CREATE ROLE {Role} LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA postgres_worker TO {Role};
            GRANT SELECT (id, consumer, source, listener, change_id, state, table_schema, table_name, action, commit_time, attempts, first_failed_at, last_failed_at, exception_type, exception_message, parked_key, parked_old_key)
                ON postgres_worker.dead_letters TO {Role}
            """);
        var asRole = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = Role, Password = "x" }.ConnectionString;
        await using var reader = await RunningWorker.BeginAsync<Letters>(database, options => (options.ConnectionString, options.WhenHalted) = (asRole, WhenHalted.StayUnhealthy));
        var letter = Assert.Single(await reader.DeadLetters.ListAsync("letters", cancellationToken: Token));
        Assert.Equal((1, "letters"), (letter.Attempts, letter.Listener));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => reader.DeadLetters.GetAsync("letters", letter.Id, Token));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        await database.ExecuteAsync($"DROP OWNED BY {Role}; DROP ROLE {Role}");
    }

    private static WorkerStore Store(string connectionString, TestDatabase database) => new("shop", new SourceOptions { ConnectionString = connectionString, Slot = database.Slot });

    private static async Task InsertAsync(TestDatabase database, params int[] sizes) => await database.ExecuteAsync(
        $$"""
        INSERT INTO postgres_worker.dead_letters
            (consumer, source, listener, change_id, state, table_schema, table_name, action, system_identifier, commit_lsn, change_lsn, ordinal, transaction_id, commit_time, attempts,
             exception_type, exception_message, exception, wire, old_tuple, new_tuple, epoch)
        SELECT '{{database.Slot}}', 'shop', 'l', u.i::text, 'requested', 'public', 'items', 'INSERT', '1', '0/5', '0/1', i, 1, now(), 1, '', '', '', '{}', '', convert_to(repeat('x', s), 'UTF8'), 1
        FROM unnest(ARRAY[{{string.Join(',', sizes)}}]) WITH ORDINALITY AS u (s, i) ORDER BY u.i
        """);
}
