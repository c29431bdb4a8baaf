using System.Text.Json;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.Store;

namespace PostgresWorker.Integration.DeadLetters;

/// <summary>What a listener fails to handle is kept, and everything else goes on.</summary>
public sealed class DeadLetterTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, Capture.Wal)]
    [InlineData(true, Capture.Wal)]
    [InlineData(false, Capture.Outbox)]
    public async Task One_change_among_many_is_stored_whole_and_replayed_when_its_listener_is_mended(bool isText, Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, $"many_{isText}", capture: capture);
        await database.ExecuteAsync("ALTER TABLE letters ADD COLUMN rights aclitem[]");
        var isMended = false;
        var inbox = new Inbox { Handler = (change, _) => Volatile.Read(ref isMended) || ((Change<Letter>)change).Row.Id != 500 ? Task.CompletedTask : throw new InvalidOperationException("no\0 good \ud800") };
        await using var worker = await RunningWorker.BeginAsync<Letters>(database, Quick, inbox);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync($"INSERT INTO letters (id, name, rights) SELECT g, 'n' || g, {(isText ? "ARRAY['postgres=r/postgres'::aclitem]" : "NULL")} FROM generate_series(1, 1000) g");
        await worker.HasHandledAsync(999);
        await database.WhenEverythingIsConfirmedAsync();

        var letter = Assert.Single(await worker.DeadLetters.ListAsync("letters", cancellationToken: Token));
        Assert.Equal(("letters", "letters", "INSERT", 3, DeadLetterState.Stored), (letter.Source, letter.Listener, letter.Action, letter.Attempts, letter.State));
        Assert.Equal(("System.InvalidOperationException", "no\uFFFD good \uFFFD"), (letter.ExceptionType, letter.ExceptionMessage));
        var details = (await worker.DeadLetters.GetAsync("letters", letter.Id, Token))!;
        Assert.Contains("   at ", details.Exception, StringComparison.Ordinal);
        using var payload = JsonDocument.Parse(details.Payload!);
        var row = payload.RootElement.GetProperty("data").GetProperty("new");
        Assert.Equal((500, "n500", "1.50"), (row.GetProperty("id").GetInt32(), row.GetProperty("name").GetString(), row.GetProperty("price").GetRawText()));
        Assert.Equal(isText || capture == Capture.Outbox ? null : "Shown as null, for only a row type can read their binary form: span.", details.PayloadNote);

        // Still broken: a letter again, with its attempts added.
        Assert.Equal(1, await worker.DeadLetters.ReplayAsync("letters", [letter.Id, 12345], "ann", Token));
        await Eventually.IsTrueAsync(async () => (await worker.DeadLetters.GetAsync("letters", letter.Id, Token))!.Letter is { Attempts: 6, State: DeadLetterState.Stored }, () => worker.Log.ToString());

        Volatile.Write(ref isMended, true);
        Assert.Equal(1, await worker.DeadLetters.ReplayAsync("letters", new DeadLetterFilter { Listener = "letters", Table = new TableName("public", "letters"), State = DeadLetterState.Stored, ExceptionType = letter.ExceptionType }, "bob", Token));
        await worker.HasHandledAsync(1000);
        await Eventually.IsTrueAsync(async () => (await worker.DeadLetters.ListAsync("letters", cancellationToken: Token)).Count == 0, "the letter is gone");
        var replayed = (Inserted<Letter>)inbox.Handled[^1];
        Assert.Equal((new Letter(500, "n500"), true, letter.ChangeId), (replayed.New, replayed.Context.IsReplay, replayed.Context.Id));
        Assert.Equal(
            [("replay", "ann", "failed again: System.InvalidOperationException"), ("replay", "bob", "handled")],
            (await worker.DeadLetters.ListActionsAsync("letters", cancellationToken: Token)).Select(action => (action.Action, action.Actor, action.Result)));
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), worker.Log.ToString());
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_letter_of_one_build_is_read_by_the_next(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        long id;
        await using (var worker = await RunningWorker.BeginAsync<Letters>(database, Quick))
        {
            await worker.IsStreamingAsync();
            await database.ExecuteAsync("INSERT INTO letters (id) VALUES (1); INSERT INTO letters (id, name) VALUES (2, 'two')");
            await worker.HasHandledAsync(1);
            await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.DeadLetterStored), () => worker.Log.ToString());
            id = Assert.Single(await worker.DeadLetters.ListAsync("letters", cancellationToken: Token)).Id;
            await database.WhenEverythingIsConfirmedAsync();
        }

        // The table goes on too: the row type of the next build has a column that the row was written before.
        await database.ExecuteAsync("ALTER TABLE letters ADD COLUMN extra int; ALTER TABLE letters DROP COLUMN price");
        var ledger = new Billing.Ledger();
        await using var next = await RunningWorker.BeginAsync<Letters, BillingOf<Letters>>(
            database, Quick, more: worker => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(worker.Services, ledger));
        await next.IsStreamingAsync();
        await next.DeadLetters.ReplayAsync("letters", [id], "ann", Token);
        await Eventually.IsTrueAsync(() => ledger.Lines.Count == 1, () => next.Log.ToString());
        Assert.Equal(["INSERT 1 nobody nothing True"], ledger.Lines);
        await Eventually.IsTrueAsync(async () => await next.DeadLetters.GetAsync("letters", id, Token) is null, () => next.Log.ToString());
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Letters_are_meant_by_the_time_at_which_they_failed_last(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        var isMended = false;
        var inbox = new Inbox { Handler = (_, _) => Volatile.Read(ref isMended) ? Task.CompletedTask : throw new InvalidOperationException("no") };
        await using var worker = await RunningWorker.BeginAsync<Letters>(database, Quick, inbox);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO letters (id, name) SELECT g, 'n' FROM generate_series(1, 3) g");
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.DeadLetterStored) == 3, () => worker.Log.ToString());

        // A minute from one to the next, and one that has failed first long before.
        await database.ExecuteAsync("UPDATE postgres_worker.dead_letters SET first_failed_at = '2026-01-01 00:00Z', last_failed_at = '2026-01-01 12:00Z'::timestamptz + id * interval '1 min'");
        var letters = await worker.DeadLetters.ListAsync("letters", cancellationToken: Token);
        var (first, second, third) = (letters[0], letters[1], letters[2]);
        Assert.Equal(TimeSpan.FromMinutes(1), second.LastFailedAt - first.LastFailedAt);

        // From is included and Until is not, in whatever time zone they are said.
        Assert.Equal([second.Id, third.Id], await IdsAsync(new DeadLetterFilter { From = second.LastFailedAt }));
        Assert.Equal([first.Id], await IdsAsync(new DeadLetterFilter { Until = second.LastFailedAt }));
        Assert.Equal([second.Id], await IdsAsync(new DeadLetterFilter { From = second.LastFailedAt.ToOffset(TimeSpan.FromHours(9)), Until = third.LastFailedAt.ToOffset(TimeSpan.FromHours(-7)) }));
        Assert.Empty(await IdsAsync(new DeadLetterFilter { From = second.LastFailedAt, Until = second.LastFailedAt }));
        Assert.Equal([third.Id], await IdsAsync(new DeadLetterFilter { From = second.LastFailedAt.AddMicroseconds(1) }));
        Assert.Empty(await IdsAsync(new DeadLetterFilter { From = third.LastFailedAt.AddMinutes(1) }));

        // Those alone are replayed.
        Volatile.Write(ref isMended, true);
        Assert.Equal(2, await worker.DeadLetters.ReplayAsync("letters", new DeadLetterFilter { Until = third.LastFailedAt }, "ann", Token));
        await worker.HasHandledAsync(2);
        await Eventually.IsTrueAsync(async () => (await IdsAsync(new DeadLetterFilter())) is [var left] && left == third.Id, () => worker.Log.ToString());

        async Task<long[]> IdsAsync(DeadLetterFilter filter) => [.. (await worker.DeadLetters.ListAsync("letters", filter, cancellationToken: Token)).Select(letter => letter.Id)];
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task While_letters_cannot_be_written_nothing_advances(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        await using var worker = await RunningWorker.BeginAsync<Letters>(database, Quick);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("ALTER TABLE postgres_worker.dead_letters ADD CONSTRAINT full_disk CHECK (false)");
        await database.ExecuteAsync("INSERT INTO letters (id) VALUES (1)");
        var written = await database.CurrentLsnAsync();
        await database.ExecuteAsync("UPDATE letters SET name = 'one'");
        await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (2, 'two')");
        await worker.HasHandledAsync(1);
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.DeadLetterNotWritten) > 1, () => worker.Log.ToString());
        Assert.Equal([2L], worker.Inbox.Handled.Select(change => ((Change<Letter>)change).Row.Id));
        Assert.True(await database.IsUnconfirmedAsync(written));

        // The update's old row can't be read either; it waited behind the first.
        await database.ExecuteAsync("ALTER TABLE postgres_worker.dead_letters DROP CONSTRAINT full_disk");
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.DeadLetterStored) == 2, () => worker.Log.ToString());
        Assert.Equal(["INSERT", "UPDATE"], (await worker.DeadLetters.ListAsync("letters", cancellationToken: Token)).Select(letter => letter.Action));
        await database.WhenEverythingIsConfirmedAsync();
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_role_that_may_not_write_letters_any_more_loses_nothing_and_goes_on_when_it_may(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        await using (var maker = await RunningWorker.BeginAsync<Letters>(database, Quick))
        {
            await maker.IsStreamingAsync();
        }

        var role = $"r_{database.Name}";
        await database.ExecuteAsync($"DROP ROLE IF EXISTS {role}; CREATE ROLE {role} LOGIN REPLICATION; GRANT USAGE ON SCHEMA postgres_worker TO {role}; GRANT SELECT ON letters TO {role}");
        foreach (var table in StoreSchema.Migrations.SelectMany(migration => migration.Tables))
        {
            await database.ExecuteAsync($"GRANT {string.Join(", ", table.Privileges)} ON {table.ToSql()} TO {role}");
        }

        if (capture == Capture.Outbox)
        {
            await database.ExecuteAsync($"GRANT ALL ON ALL TABLES IN SCHEMA postgres_worker TO {role}; GRANT SELECT ON ALL SEQUENCES IN SCHEMA postgres_worker TO {role}; GRANT EXECUTE ON FUNCTION postgres_worker.snapshot_{database.Slot} TO {role}");
        }

        try
        {
            var inbox = new Inbox { Handler = (change, _) => ((Change<Letter>)change).Row.Id == 1 && !change.Context.IsReplay ? throw new InvalidOperationException("one") : Task.CompletedTask };
            await using var worker = await RunningWorker.BeginAsync<Letters>(
                database, options => (options.Provision, options.ConnectionString, options.MaxAttempts) = (Provision.Verify, new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role }.ConnectionString, 1), inbox);
            await worker.IsStreamingAsync();
            await database.ExecuteAsync($"REVOKE INSERT ON postgres_worker.dead_letters FROM {role}");
            await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (1, 'one'), (2, 'two')");
            var written = await database.CurrentLsnAsync();
            await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.DeadLetterNotWritten) > 1, () => worker.Log.ToString());
            await worker.HasHandledAsync(1);
            Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.dead_letters"));
            Assert.True(await database.IsUnconfirmedAsync(written));
            Assert.Single(inbox.Attempts, change => ((Change<Letter>)change).Row.Id == 1);

            await database.ExecuteAsync($"GRANT INSERT ON postgres_worker.dead_letters TO {role}");
            await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.DeadLetterStored), () => worker.Log.ToString());
            await database.WhenEverythingIsConfirmedAsync();
            await worker.DeadLetters.ReplayAsync("letters", new DeadLetterFilter(), "ann", Token);
            await worker.HasHandledAsync(2);
            Assert.False(worker.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), worker.Log.ToString());
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    internal static void Quick(SourceOptions options)
    {
        options.MaxAttempts = 3;
        options.MinRetryDelay = TimeSpan.FromMilliseconds(1);
        options.MaxRetryDelay = TimeSpan.FromMilliseconds(5);
        options.DrainTimeout = TimeSpan.FromSeconds(1);
    }
}
