using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.DeadLetters;

/// <summary>Messages, truncates and changes of batches are kept and delivered again like rows; what can't be is said.</summary>
public sealed class DeadLetterKindsTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_replayed_from_another_process()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        var inbox = new Inbox { Handler = Replays };
        await using var worker = await RunningWorker.BeginAsync<Messages>(database, DeadLetterTests.Quick, inbox);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("SELECT pg_logical_emit_message(true, 'audit', 'hello')");
        var letter = await StoredAsync(worker, "messages");
        Assert.Equal(("MESSAGE", new TableName("", "audit")), (letter.Action, letter.Table));

        // As another process does, which can't wake this one.
        await database.ExecuteAsync("UPDATE postgres_worker.dead_letters SET state = 'requested'");
        await worker.HasHandledAsync(1);
        Assert.Equal("hello", ((LogicalMessage)inbox.Handled[0]).Text);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_truncate_is_replayed(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE events (id bigint PRIMARY KEY)", capture: capture);
        var inbox = new Inbox { Handler = Replays };
        await using var worker = await RunningWorker.BeginAsync<Events>(database, DeadLetterTests.Quick, inbox);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("TRUNCATE events RESTART IDENTITY");
        var letter = await StoredAsync(worker, "events");
        await worker.DeadLetters.ReplayAsync("events", [letter.Id], "ann", Token);
        await worker.HasHandledAsync(1);

        // A trigger is not told how.
        Assert.Equal((false, capture == Capture.Wal), (inbox.Of<Truncated>()[0].Cascade, inbox.Of<Truncated>()[0].RestartIdentity));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Of_a_batch_only_the_change_that_fails_is_stored(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: capture);
        var inbox = new Inbox
        {
            BatchHandler = (changes, _) => changes.Any(change => ((Change<Item>)change).Row.Id == 7 && !change.Context.IsReplay) ? throw new InvalidOperationException("seven") : Task.CompletedTask,
        };
        await using var worker = await RunningWorker.BeginAsync<Batches>(database, DeadLetterTests.Quick, inbox);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 10) g");
        var letter = await StoredAsync(worker, "batches");
        await worker.HasHandledAsync(9);
        await worker.DeadLetters.ReplayAsync("batches", [letter.Id], "ann", Token);
        await worker.HasHandledAsync(10);
        Assert.Equal(7, ((Change<Item>)inbox.Handled[^1]).Row.Id);
        await Eventually.IsTrueAsync(async () => (await worker.DeadLetters.ListAsync("batches", cancellationToken: Token)).Count == 0, "the letter is gone");
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_replay_whose_worker_stops_in_its_middle_is_done_by_the_next(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        var inbox = new Inbox { Handler = (change, ct) => change.Context.IsReplay ? Task.Delay(Timeout.Infinite, ct) : throw new InvalidOperationException("not yet") };
        await using (var worker = await RunningWorker.BeginAsync<Letters>(database, DeadLetterTests.Quick, inbox))
        {
            await worker.IsStreamingAsync();
            await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (1, 'one')");
            var letter = await StoredAsync(worker, "letters");
            await worker.DeadLetters.ReplayAsync("letters", [letter.Id], "ann", Token);
            await Eventually.IsTrueAsync(() => inbox.Attempts.Any(change => change.Context.IsReplay), () => worker.Log.ToString());
            Assert.Equal(0, await worker.DeadLetters.ReplayAsync("letters", [letter.Id], "bob", Token));
        }

        await using var next = await RunningWorker.BeginAsync<Letters>(database, DeadLetterTests.Quick);
        await next.HasHandledAsync(1);
        await Eventually.IsTrueAsync(async () => (await next.DeadLetters.ListActionsAsync("letters", cancellationToken: Token)) is [{ Actor: "ann", Result: "handled" }], () => next.Log.ToString());
        Assert.True(next.Inbox.Handled[0].Context.IsReplay);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Of_two_instances_that_ask_for_the_same_replay_one_is_heard_and_it_is_done_once(Capture capture)
    {
        const int Count = 20;
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        var inbox = new Inbox { Handler = Replays };
        await using var active = await RunningWorker.BeginAsync<Letters>(database, DeadLetterTests.Quick, inbox);
        await active.IsStreamingAsync();
        await using var standby = await RunningWorker.BeginAsync<Letters>(database, DeadLetterTests.Quick, inbox);
        await Eventually.IsTrueAsync(() => standby.Log.Contains(capture == Capture.Wal ? PostgresWorkerEventIds.Standby : PostgresWorkerEventIds.LanesTaken), () => standby.Log.ToString());
        await database.ExecuteAsync($"INSERT INTO letters (id, name) SELECT g, 'n' FROM generate_series(1, {Count}) g");
        await Eventually.IsTrueAsync(() => active.Log.Count(PostgresWorkerEventIds.DeadLetterStored) + standby.Log.Count(PostgresWorkerEventIds.DeadLetterStored) == Count, () => active.Log.ToString());
        foreach (var letter in await active.DeadLetters.ListAsync("letters", cancellationToken: Token))
        {
            var heard = await Task.WhenAll(
                active.DeadLetters.ReplayAsync("letters", [letter.Id], "ann", Token), standby.DeadLetters.ReplayAsync("letters", [letter.Id], "bob", Token));
            Assert.Equal(1, heard.Sum());
        }

        await Eventually.IsTrueAsync(async () => await database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.dead_letters") == 0, () => active.Log.ToString());
        Assert.Equal(Count, inbox.Handled.Count);
        Assert.Equal(Count, inbox.Handled.DistinctBy(change => change.Context.Id).Count());
        Assert.All(await active.DeadLetters.ListActionsAsync("letters", cancellationToken: Token), action => Assert.Equal("handled", action.Result));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_letter_that_no_listener_takes_is_refused_and_can_be_discarded(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        await using var worker = await RunningWorker.BeginAsync<Letters>(database, DeadLetterTests.Quick);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO letters (id) VALUES (1)");
        var letter = await StoredAsync(worker, "letters");
        await database.ExecuteAsync("UPDATE postgres_worker.dead_letters SET listener = 'gone'");
        await worker.DeadLetters.ReplayAsync("letters", [letter.Id], "ann", Token);
        await Eventually.IsTrueAsync(async () => (await worker.DeadLetters.ListActionsAsync("letters", cancellationToken: Token))[0].Result is not null, () => worker.Log.ToString());
        var details = (await worker.DeadLetters.GetAsync("letters", letter.Id, Token))!;
        Assert.StartsWith("refused: this build has no listener 'gone'.", details.Actions[0].Result, StringComparison.Ordinal);
        Assert.Equal(DeadLetterState.Stored, details.Letter.State);

        Assert.Equal(1, await worker.DeadLetters.DiscardAsync("letters", [letter.Id], "bob", Token));
        Assert.Null(await worker.DeadLetters.GetAsync("letters", letter.Id, Token));
        Assert.Equal(("discard", "bob", "discarded"), (await worker.DeadLetters.ListActionsAsync("letters", cancellationToken: Token)).Select(action => (action.Action, action.Actor, action.Result)).Last());
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_listener_that_halts_stops_its_source_and_what_can_not_be_parked_is_refused_at_the_start(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        await using (var worker = await RunningWorker.BeginAsync<LettersHalted>(database, inbox: new Inbox { Handler = (_, _) => throw new InvalidOperationException("broken") }))
        {
            await worker.IsStreamingAsync();
            await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (1, 'one')");
            await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), () => worker.Log.ToString());
            Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.dead_letters"));
        }

        var unordered = await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => RunningWorker.BeginAsync<LettersParked>(database, options => options.Ordering = Ordering.None));
        Assert.Equal("park_unordered", Assert.Single(unordered.Findings).Code);
        if (capture == Capture.Outbox)
        {
            // It has no slot alone.
            return;
        }

        var unstored = await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => RunningWorker.BeginAsync<LettersParked>(database, options => options.Checkpoint = Checkpoint.SlotOnly));
        Assert.Equal("dead_letter_store", Assert.Single(unstored.Findings).Code);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task An_instance_whose_epoch_is_over_stores_nothing(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        await using var worker = await RunningWorker.BeginAsync<Letters>(database, DeadLetterTests.Quick);
        await worker.IsStreamingAsync();
        await database.WhenEverythingIsConfirmedAsync();
        var before = await database.EndEpochAsync();
        await database.ExecuteAsync("INSERT INTO letters (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.DeadLetterStored), () => worker.Log.ToString());
        Assert.True(worker.Log.Contains(PostgresWorkerEventIds.EpochLost), worker.Log.ToString());
        Assert.True(await database.ScalarAsync<long>("SELECT epoch FROM postgres_worker.dead_letters") > before);
    }

    private static Task Replays(Change change, CancellationToken cancellationToken) => change.Context.IsReplay ? Task.CompletedTask : throw new InvalidOperationException("not yet");

    private static async Task<DeadLetter> StoredAsync(RunningWorker worker, string source)
    {
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.DeadLetterStored), () => worker.Log.ToString());
        return Assert.Single(await worker.DeadLetters.ListAsync(source, cancellationToken: Token));
    }
}
