using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Snapshots;

/// <summary>A source that begins with the rows that are there.</summary>
public sealed class SnapshotTests(PostgresServer server)
{
    private static readonly Action<SourceOptions> FromSnapshot = options => options.StartFrom = StartFrom.Snapshot;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Rows_that_are_there_come_once_each_and_changes_follow(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: capture);
        await database.ExecuteAsync("INSERT INTO parts (region, number, name) SELECT 'r' || g % 7, g, 'part ' || g FROM generate_series(1, 3000) g");
        await using var worker = await RunningWorker.BeginAsync<Parts>(database, FromSnapshot);
        await worker.HasHandledAsync(3000);
        await database.ExecuteAsync("UPDATE parts SET name = 'new' WHERE number = 42");
        await worker.HasHandledAsync(3001);

        var existing = worker.Inbox.Of<Existing<Part>>();
        Assert.Equal(Enumerable.Range(1, 3000).Select(number => new Part($"r{number % 7}", number, $"part {number}")), existing.Select(change => change.Row).OrderBy(part => part.Number));
        Assert.Equal(3000, existing.Select(change => change.Context.Id).Distinct().Count());
        Assert.Equal("new", Assert.Single(worker.Inbox.Of<Updated<Part>>()).New.Name);
        await IsDoneAsync(worker, Parts.Name, rows: 3000);
        Assert.True(worker.Log.Contains(PostgresWorkerEventIds.SnapshotStarted) && worker.Log.Contains(PostgresWorkerEventIds.SnapshotDone), worker.Log.ToString());
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task After_a_clean_stop_nothing_comes_again(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: capture);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r', g FROM generate_series(1, 5000) g");
        var inbox = new Inbox();
        await using (var first = await RunningWorker.BeginAsync<Parts>(database, FromSnapshot, inbox))
        {
            await first.HasHandledAsync(1200);
            await first.StopAsync();
        }

        await using var second = await RunningWorker.BeginAsync<Parts>(database, FromSnapshot, inbox);
        await IsDoneAsync(second, Parts.Name, rows: 5000);
        Assert.Equal(5000, inbox.Handled.Count);
        Assert.Equal(5000, inbox.Handled.Select(change => change.Context.Id).Distinct().Count());
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Keys_of_any_text_are_read_in_their_order_and_none_is_left_out(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: capture);

        // Chunks end between any two of them: they are 500 at first.
        await database.ExecuteAsync(
            """
            INSERT INTO parts (region, number)
            SELECT r, g FROM unnest(ARRAY['', ' ', '''', '"x"', 'Ä', 'ä', 'zz', 'Z', E'tab\t', E'line\n', '\', '$1', 'a''); DROP TABLE parts; --']) r, generate_series(-100, 99) g
            """);
        await using var worker = await RunningWorker.BeginAsync<PartsExisting>(database, FromSnapshot);
        await IsDoneAsync(worker, PartsExisting.Name, rows: 2600);
        Assert.Equal(2600, worker.Inbox.Of<Existing<Part>>().Select(change => change.Row).Distinct().Count());
        Assert.Equal(2600, worker.Inbox.Handled.Select(change => change.Context.Id).Distinct().Count());
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_filter_of_the_listeners_holds_for_rows_that_are_there(Capture capture)
    {
        Assert.SkipUnless(capture == Capture.Outbox || server.Server.Version.Major >= 15, "Row filters of publications need PostgreSQL 15.");
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: capture);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r', g FROM generate_series(1, 1500) g");
        await using var worker = await RunningWorker.BeginAsync<PartsWhere>(database, FromSnapshot);
        await IsDoneAsync(worker, PartsWhere.Name, rows: 750);
        Assert.Equal(750, worker.Inbox.Handled.Count);
        Assert.All(worker.Inbox.Of<Existing<Part>>(), change => Assert.Equal(0, change.Row.Number % 2));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Text_forms_come_as_in_the_stream(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: capture);
        await database.ExecuteAsync("ALTER TABLE parts ADD flag boolean, ADD code char(5), ADD address inet, ADD numbers int[]");
        const string Row = "(region, number, name, flag, code, address, numbers) VALUES ('r', {0}, 'x', true, 'ab', '10.0.0.1', '{{1,NULL}}')";
        await database.ExecuteAsync($"INSERT INTO parts {string.Format(System.Globalization.CultureInfo.InvariantCulture, Row, 1)}");
        await using var worker = await RunningWorker.BeginAsync<PartsUntyped>(database, FromSnapshot);
        await IsDoneAsync(worker, PartsUntyped.Name, rows: 1);
        await database.ExecuteAsync($"INSERT INTO parts {string.Format(System.Globalization.CultureInfo.InvariantCulture, Row, 2)}");
        await Eventually.IsTrueAsync(() => worker.Inbox.Payloads.Count == 2, () => $"both rows came; the log is:\n{worker.Log}");

        string[] rows = [.. worker.Inbox.Payloads.Select(one => one.Payload.Data.New?.ToString() ?? "")];
        Assert.Contains("\"10.0.0.1\"", rows[0], StringComparison.Ordinal);
        Assert.Equal(rows[1], rows[0].Replace("\"number\":1", "\"number\":2", StringComparison.Ordinal));
        Assert.Equal("INSERT", worker.Inbox.Payloads[0].Payload.Action);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Batches_gather_rows_that_are_there(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: capture);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r', g FROM generate_series(1, 1000) g");
        await using var worker = await RunningWorker.BeginAsync<PartsBatch>(database, FromSnapshot);
        await IsDoneAsync(worker, PartsBatch.Name, rows: 1000);
        Assert.Equal(1000, worker.Inbox.Of<Existing<Part>>().Count);
        Assert.InRange(worker.Inbox.Batches.Count, 10, 500);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_row_that_can_not_be_handled_is_a_dead_letter_which_can_be_replayed(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: capture);
        await database.ExecuteAsync("INSERT INTO parts (region, number, unread) SELECT 'r', g, 'unread' FROM generate_series(1, 20) g");
        var isMended = false;
        var inbox = new Inbox { Handler = (change, _) => change is Existing<Part> { Row.Number: 7 } && !isMended ? throw new InvalidOperationException("seven") : Task.CompletedTask };
        await using var worker = await RunningWorker.BeginAsync<Parts>(database, options => (options.StartFrom, options.MaxAttempts) = (StartFrom.Snapshot, 1), inbox);
        await IsDoneAsync(worker, Parts.Name, rows: 20);
        var letter = Assert.Single(await worker.DeadLetters.ListAsync(Parts.Name, cancellationToken: Token));
        isMended = true;
        await worker.DeadLetters.ReplayAsync(Parts.Name, [letter.Id], "test", Token);
        await worker.HasHandledAsync(20);

        var replayed = Assert.IsType<Existing<Part>>(inbox.Handled[^1]);
        Assert.Equal(7, replayed.Row.Number);
        Assert.True(replayed.Context.IsReplay);
        Assert.Equal(letter.ChangeId, replayed.Context.Id);
        await Eventually.IsTrueAsync(async () => (await worker.DeadLetters.ListAsync(Parts.Name, cancellationToken: Token)).Count == 0, "the letter is gone");
    }

    [Fact]
    public async Task A_row_that_comes_again_takes_effect_once_in_a_listeners_transaction()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r', g FROM generate_series(1, 300) g");
        await using (var first = await RunningWorker.BeginAsync<PartsOnce>(database, FromSnapshot))
        {
            await IsDoneAsync(first, PartsOnce.Name, rows: 300);
            await first.StopAsync();
        }

        // As after a kill behind the last row and before that was written.
        await database.ExecuteAsync("UPDATE postgres_worker.snapshots SET state = 'running', last_key = NULL, rows = 0, finished_at = NULL");
        await using var second = await RunningWorker.BeginAsync<PartsOnce>(database, FromSnapshot);
        await IsDoneAsync(second, PartsOnce.Name, rows: 300);
        Assert.Empty(second.Inbox.Handled);
        Assert.Equal(300L, await database.ScalarAsync<long>("SELECT count(DISTINCT number) FROM effects"));
        Assert.Equal(300L, await database.ScalarAsync<long>("SELECT count(*) FROM effects"));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_table_without_a_primary_key_is_refused_by_name(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE parts (number bigint, region text, name text NOT NULL DEFAULT ''); ALTER TABLE parts REPLICA IDENTITY FULL", capture: capture);
        await using var worker = await RunningWorker.BeginAsync<Parts>(database, FromSnapshot);
        await worker.Stopped;
        Assert.Contains("public.parts has no primary key", worker.Log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_listener_of_inserts_alone_gets_no_rows_that_are_there(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: capture);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r', g FROM generate_series(1, 10) g");
        await using var worker = await RunningWorker.BeginAsync<PartsInserted>(database, FromSnapshot);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO parts (region, number) VALUES ('r', 11)");
        await worker.HasHandledAsync(1);
        Assert.Equal(11, Assert.IsType<Inserted<Part>>(Assert.Single(worker.Inbox.Handled)).New.Number);
        Assert.Empty(await worker.Snapshots.ListAsync(PartsInserted.Name, cancellationToken: Token));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Partitions_are_read_by_their_root(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(
            server.Server,
            """
            CREATE TABLE parts (number bigint, region text, name text NOT NULL DEFAULT '', PRIMARY KEY (region, number)) PARTITION BY HASH (region, number);
            CREATE TABLE parts_0 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE parts_1 PARTITION OF parts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            INSERT INTO parts (region, number) SELECT 'r', g FROM generate_series(1, 1200) g
            """,
            capture: capture);
        await using var worker = await RunningWorker.BeginAsync<Parts>(database, FromSnapshot);
        await IsDoneAsync(worker, Parts.Name, rows: 1200);
        Assert.Equal(1200, worker.Inbox.Of<Existing<Part>>().Select(change => change.Row.Number).Distinct().Count());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static async Task IsDoneAsync(RunningWorker worker, string source, long rows)
    {
        await worker.IsStreamingAsync();
        await Eventually.IsTrueAsync(
            async () => (await worker.Snapshots.ListAsync(source, cancellationToken: Token)) is [{ State: SnapshotState.Done } done, ..] && done.Rows == rows,
            () => $"a snapshot of {rows} rows is done; the worker's log is:\n{worker.Log}");
    }
}
