using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Publications;

/// <summary>What a publication loses under a running worker, the server leaves out and says nothing. The source says it, and no position passes it before.</summary>
public sealed class PublicationWatchTests(PostgresServer server)
{
    private const string DropPublication = "DROP PUBLICATION {0}", DropTable = "ALTER PUBLICATION {0} DROP TABLE orders", DropOperation = "ALTER PUBLICATION {0} SET (publish = 'insert')";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DropPublication, "publication_missing", "CREATE PUBLICATION")]
    [InlineData(DropTable, "publication_table", "ADD TABLE \"public\".\"orders\"")]
    [InlineData(DropOperation, "publication_operation", "SET (publish = 'insert, update, delete')")]
    public async Task A_source_halts_where_its_publication_loses_something_and_confirms_nothing_behind_it(string loss, string code, string remedy)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, test: $"halts_{code}");
        await PrepareAsync(database);
        await using var worker = await RunningWorker.StartAsync(database, Verify);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await database.WhenEverythingIsConfirmedAsync();
        await database.ExecuteAsync(Of(database, loss));
        var lost = await database.CurrentLsnAsync();
        await database.ExecuteAsync("UPDATE orders SET customer_id = 2");

        // A mebibyte of others' WAL, behind which an idle position would be confirmed.
        await database.ExecuteAsync("SELECT pg_logical_emit_message(true, 'nobody''s', repeat('x', 1100000))");
        var log = await HaltAsync(worker);
        Assert.Contains($"PostgresWorker.{nameof(ChangesMissingException)}", log, StringComparison.Ordinal);
        Assert.Contains(log.Contains("[publication_gap]", StringComparison.Ordinal) ? "[publication_gap]" : $"[{code}]", log, StringComparison.Ordinal);
        Assert.Contains(remedy, log, StringComparison.Ordinal);
        Assert.True(await database.ConfirmedAsync() <= lost, "the slot has not passed the change that was left out");
        Assert.True(Lsn.Parse(await database.ScalarAsync<string>("SELECT position::text FROM postgres_worker.checkpoints")) <= lost, "nor has the checkpoint");
    }

    [Fact]
    public async Task An_idle_source_learns_of_it_too()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await PrepareAsync(database);
        await using var worker = await RunningWorker.StartAsync(database, Verify);
        await database.ExecuteAsync(Of(database, DropTable));
        Assert.Contains($"[publication_table] Publication '{database.Publication}' does not have table public.orders.", await HaltAsync(worker), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DropPublication, "publication")]
    [InlineData(DropTable, "table")]
    [InlineData(DropOperation, "operation")]
    public async Task Auto_mends_it_and_says_from_where_to_where_changes_may_be_missing(string loss, string what)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, test: $"mends_{what}");
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync(Of(database, loss));
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.PublicationGap), () => $"the gap is reported; the log is:\n{worker.Log}");
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.PublicationIncomplete));
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1); UPDATE orders SET customer_id = 2; DELETE FROM orders");
        await worker.HasHandledAsync(3);
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.PublicationGap));
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
    }

    /// <summary>Before Postgres 18 the stream ends at the first change without a publication, whatever is made since; from 18 on the server skips it.</summary>
    [Fact]
    public async Task What_was_written_without_a_publication_is_told_and_never_passed_in_silence()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await database.WhenEverythingIsConfirmedAsync();
        await database.ExecuteAsync($"{Of(database, DropPublication)}; INSERT INTO orders (id) VALUES (2)");
        if (await database.ScalarAsync<bool>("SELECT current_setting('server_version_num')::int >= 180000"))
        {
            await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.PublicationGap), () => $"the gap is reported; the log is:\n{worker.Log}");
            await database.ExecuteAsync("INSERT INTO orders (id) VALUES (3)");
            await worker.HasHandledAsync(2);
            Assert.Equal([1L, 3L], worker.Inbox.Of<Inserted<Order>>().Select(change => change.New.Id));
            return;
        }

        var log = await HaltAsync(worker);
        Assert.True(log.Contains("[publication_gap]", StringComparison.Ordinal), log);
        var remedy = log.Split("Run: ")[^1].Split(';')[..2];
        await database.WhenFreeAsync();
        await database.ExecuteAsync(string.Join(';', remedy));
        await using var next = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (3)");
        await next.HasHandledAsync(1);
        Assert.Equal([3L], next.Inbox.Of<Inserted<Order>>().Select(change => change.New.Id));
    }

    [Fact]
    public async Task A_publication_that_was_made_anew_between_two_looks_is_told_and_the_source_goes_on()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await PrepareAsync(database);
        await using var worker = await RunningWorker.StartAsync(database, Verify);
        await using (var connection = await database.ConnectAsync())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"BEGIN; {Of(database, DropPublication)}; CREATE PUBLICATION {database.Publication} FOR TABLE orders; COMMIT";
            await command.ExecuteNonQueryAsync(Token);
        }

        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.PublicationGap), () => $"it is told; the log is:\n{worker.Log}");
        await database.WhenEverythingIsConfirmedAsync();
    }

    [Fact]
    public async Task Nothing_is_confirmed_while_a_transaction_that_changes_the_publication_is_open()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await PrepareAsync(database);
        await using var worker = await RunningWorker.StartAsync(database, Verify);
        await using var connection = await database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SAVEPOINT s; {Of(database, DropTable)}";
        await command.ExecuteNonQueryAsync(Token);
        var open = await database.CurrentLsnAsync();
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        var handled = TimeProvider.System.GetTimestamp();
        await Eventually.IsTrueAsync(() => TimeProvider.System.GetElapsedTime(handled) > TimeSpan.FromSeconds(1), "it was looked at several times");
        Assert.True(await database.ConfirmedAsync() <= open);

        await transaction.RollbackAsync(Token);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.PublicationGap), worker.Log.ToString());
    }

    [Fact]
    public async Task What_was_made_anew_while_nobody_ran_is_told_at_the_start()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await PrepareAsync(database);
        await using (var same = await RunningWorker.StartAsync(database, Verify))
        {
            Assert.False(same.Log.Contains(PostgresWorkerEventIds.PublicationNewer), same.Log.ToString());
        }

        await database.ExecuteAsync($"{Of(database, DropTable)}; ALTER PUBLICATION {database.Publication} ADD TABLE orders");
        await using (var worker = await RunningWorker.StartAsync(database, Verify))
        {
            Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.PublicationNewer));
            Assert.Contains("is public.orders;", worker.Log.ToString(), StringComparison.Ordinal);
        }

        await using var next = await RunningWorker.StartAsync(database, Verify);
        Assert.False(next.Log.Contains(PostgresWorkerEventIds.PublicationNewer), next.Log.ToString());
    }

    [Fact]
    public async Task With_None_what_was_there_must_stay()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await database.MakeStoreAsync();
        await database.ExecuteAsync($"CREATE PUBLICATION {database.Publication} FOR TABLE orders WITH (publish = 'insert')");
        await database.ExecuteAsync($"SELECT pg_create_logical_replication_slot('{database.Slot}', 'pgoutput')");
        await using var worker = await RunningWorker.StartAsync(database, options => options.Provision = Provision.None);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await database.WhenEverythingIsConfirmedAsync();
        await database.ExecuteAsync(Of(database, DropTable));
        Assert.Contains("[publication_table]", await HaltAsync(worker), StringComparison.Ordinal);
    }

    private static string Of(TestDatabase database, string sql) => sql.Replace("{0}", database.Publication, StringComparison.Ordinal);

    private static void Verify(SourceOptions options) => options.Provision = Provision.Verify;

    /// <summary>Has a worker make what is needed.</summary>
    private static async Task PrepareAsync(TestDatabase database)
    {
        await using var worker = await RunningWorker.StartAsync(database);
    }

    private static async Task<string> HaltAsync(RunningWorker worker)
    {
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.True(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
        return worker.Log.ToString();
    }
}
