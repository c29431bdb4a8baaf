using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Shards;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.SchemaChanges;

/// <summary>Rows that are written when a table no longer has what a listener's row type declares.</summary>
public sealed class UnfitRowTests(PostgresServer server)
{
    private const string Drop = "ALTER TABLE letters DROP name", Rename = "ALTER TABLE letters RENAME name TO title", Retype = "ALTER TABLE letters ALTER id TYPE text";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Drop, "the table has no column 'name', which property Name declares", "drop", Capture.Wal)]
    [InlineData(Rename, "the table has no column 'name', which property Name declares", "rename", Capture.Wal)]
    [InlineData(Retype, "column 'id' is text, which property Id (long) can't hold", "retype", Capture.Wal)]
    [InlineData(Drop, "the table has no column 'name', which property Name declares", "drop", Capture.Outbox)]
    public async Task By_default_the_source_halts_with_what_does_not_fit_and_loses_nothing(string change, string problem, string test, Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, $"halt_{test}", capture: capture);
        await using (var worker = await BeginAsync<Letters>(database))
        {
            await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (1, 'a')");
            await worker.HasHandledAsync(1);
            await database.ExecuteAsync(change);
            await database.ExecuteAsync("INSERT INTO letters (id) VALUES (2)");
            await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
            Assert.Contains(problem, worker.Log.ToString(), StringComparison.Ordinal);
            Assert.Single(worker.Inbox.Attempts);
        }

        if (change == Drop)
        {
            await using var mended = await BeginAsync<NamelessLetters>(database);

            // What was handled just before the halt may come again.
            await Eventually.IsTrueAsync(() => mended.Inbox.Of<Inserted<NamelessLetter>>().Any(letter => letter.New.Id == 2), () => $"it comes; the log is:\n{mended.Log}");
        }
    }

    [Theory]
    [InlineData(Drop, "drop", Capture.Wal)]
    [InlineData(Rename, "rename", Capture.Wal)]
    [InlineData(Drop, "drop", Capture.Outbox)]
    public async Task As_dead_letters_they_wait_for_a_build_that_fits_and_the_rest_goes_on(string change, string test, Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, $"letters_{test}", capture: capture);
        await using (var worker = await BeginAsync<Letters>(database, ToDeadLetters))
        {
            await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (1, 'a'), (2, 'b')");
            await worker.HasHandledAsync(2);
            await database.ExecuteAsync(change);
            await database.ExecuteAsync("INSERT INTO letters (id) VALUES (3); UPDATE letters SET price = 2 WHERE id = 1; DELETE FROM letters WHERE id = 2");
            await HasLettersAsync(worker, 3);
            await database.WhenEverythingIsConfirmedAsync();
            Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.RowUnfit));
            Assert.Equal(2, worker.Inbox.Attempts.Count);
        }

        await using var mended = await BeginAsync<NamelessLetters>(database);
        await mended.DeadLetters.ReplayAsync("letters-nameless", new DeadLetterFilter { Listener = "letters" }, "ann", Token);
        await mended.HasHandledAsync(3);
        await HasLettersAsync(mended, 0, "letters-nameless");
        Assert.Equal(
            [(1L, "UPDATE"), (2L, "DELETE"), (3L, "INSERT")],
            mended.Inbox.Of<Change<NamelessLetter>>().Select(letter => (letter.Row.Id, letter.Action)).OrderBy(letter => letter.Id));
    }

    [Fact]
    public async Task A_restart_among_them_goes_on_and_a_key_of_another_type_is_read_as_it_was_written()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table);
        await using (var worker = await BeginAsync<Letters>(database, ToDeadLetters))
        {
            await database.ExecuteAsync(Retype);
            await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES ('one', 'a')");
            await HasLettersAsync(worker, 1);
        }

        await using (var again = await BeginAsync<Letters>(database, ToDeadLetters))
        {
            Assert.Contains("Listener letters does not fit public.letters: column 'id' is text", again.Log.ToString(), StringComparison.Ordinal);
            await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES ('two', 'b')");
            await HasLettersAsync(again, 2);
            Assert.Empty(again.Inbox.Attempts);
        }

        await using var mended = await BeginAsync<TextLetters>(database);
        await mended.DeadLetters.ReplayAsync("letters-text", new DeadLetterFilter { Listener = "letters" }, "ann", Token);
        await mended.HasHandledAsync(2);
        Assert.Equal([new TextLetter("one", "a"), new TextLetter("two", "b")], mended.Inbox.Of<Inserted<TextLetter>>().Select(letter => letter.New).OrderBy(letter => letter.Name));
    }

    [Fact]
    public async Task A_restart_among_them_goes_on_where_the_source_is_divided_into_shards()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server, Letter.Table);
        await using (var worker = await ShardedWorkers.StartAsync<Letters>(database, 2, configure: ToDeadLetters))
        {
            await worker.ReadsAsync<Letters>(2);
            await database.ExecuteAsync(Rename);
            await database.ExecuteAsync("INSERT INTO letters (id) VALUES (1)");
            await HasLettersAsync(worker, 1);
        }

        await using var again = await ShardedWorkers.StartAsync<Letters>(database, 2, configure: ToDeadLetters);
        await again.ReadsAsync<Letters>(2);
        Assert.Contains("Listener letters does not fit public.letters: the table has no column 'name'", again.Log.ToString(), StringComparison.Ordinal);
        await database.ExecuteAsync("INSERT INTO letters (id) VALUES (2)");
        await HasLettersAsync(again, 2);
    }

    [Fact]
    public async Task A_value_that_can_not_be_read_concerns_its_row_under_both_policies()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table);
        await using var worker = await BeginAsync<Letters>(database);
        await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (1, NULL), (2, 'b')");
        await worker.HasHandledAsync(1);
        await HasLettersAsync(worker, 1);
        Assert.Equal(2, Assert.IsType<Inserted<Letter>>(Assert.Single(worker.Inbox.Handled)).New.Id);
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.RowUnfit));
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted));
    }

    private static void ToDeadLetters(SourceOptions options) => options.OnUnfitRow = OnUnfitRow.DeadLetter;

    private static async Task<RunningWorker> BeginAsync<TSource>(TestDatabase database, Action<SourceOptions>? configure = null)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(database, configure);
        await worker.IsStreamingAsync();
        return worker;
    }

    private static Task HasLettersAsync(RunningWorker worker, int count, string source = "letters") => Eventually.IsTrueAsync(
        async () => (await worker.DeadLetters.ListAsync(source, cancellationToken: Token)).Count == count, () => $"there are {count} dead letters; the log is:\n{worker.Log}");
}
