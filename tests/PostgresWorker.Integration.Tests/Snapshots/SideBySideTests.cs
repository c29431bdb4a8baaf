using System.Collections.Concurrent;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Snapshots;

/// <summary>Snapshots of several tables of one source at the same time.</summary>
public sealed class SideBySideTests(PostgresServer server)
{
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_small_table_does_not_wait_for_a_large_one(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Box.Tables, capture: capture);
        await database.ExecuteAsync("INSERT INTO a_large SELECT g, 1 FROM generate_series(1, 20000) g; INSERT INTO b_small SELECT g, 1 FROM generate_series(1, 100) g; INSERT INTO c_other VALUES (1, 1)");
        var inbox = new Inbox { Handler = (_, ct) => Task.Delay(Work, ct) };
        await using var worker = await RunningWorker.BeginAsync<Boxes>(database, options => (options.StartFrom, options.MaxInFlightChanges) = (StartFrom.Snapshot, 256), inbox);
        await IsAsync(worker, "b_small", SnapshotState.Done);
        await IsAsync(worker, "c_other", SnapshotState.Done);
        await IsAsync(worker, "a_large", SnapshotState.Running);
        Assert.Equal("a_large", Assert.Single(worker.Control.GetStatus(Boxes.Name).Snapshots).Table.Name);

        // Of the large table some parts came before the small ones, and no more.
        var before = inbox.Handled.Select(change => change.Context.Table.Name).TakeWhile(table => table != "c_other").Count();
        Assert.InRange(before, 0, 5000);

        inbox.Handler = (_, _) => Task.CompletedTask;
        await IsAsync(worker, "a_large", SnapshotState.Done);
        Assert.Equal(20101, inbox.Of<Existing<Box>>().Select(change => change.Context.Id).Distinct().Count());
        Assert.Equal(20101, inbox.Of<Existing<Box>>().Count);
    }

    [Fact]
    public async Task No_more_are_read_at_a_time_than_may_be()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Box.Tables);
        await database.ExecuteAsync("INSERT INTO a_large SELECT g, 1 FROM generate_series(1, 2000) g; INSERT INTO b_small SELECT g, 1 FROM generate_series(1, 100) g; INSERT INTO c_other VALUES (1, 1)");
        await using var worker = await RunningWorker.BeginAsync<Boxes>(database, options => (options.StartFrom, options.MaxParallelSnapshots) = (StartFrom.Snapshot, 1));
        await IsAsync(worker, "c_other", SnapshotState.Done);

        // One after another, by their names, for they were asked for together.
        Assert.Equal(["a_large", "b_small", "c_other"], worker.Inbox.Handled.Select(change => change.Context.Table.Name).Distinct());
    }

    [Fact]
    public async Task A_table_that_somebody_has_locked_holds_up_no_other()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Box.Tables);
        await database.ExecuteAsync("INSERT INTO a_large VALUES (1, 1); INSERT INTO b_small SELECT g, 1 FROM generate_series(1, 5000) g");
        await using var worker = await RunningWorker.BeginAsync<Boxes>(database);
        await worker.IsStreamingAsync();
        await using (var connection = await database.ConnectAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync(Token);
            await using (var command = connection.CreateCommand())
            {
                command.CommandText = "LOCK TABLE a_large";
                await command.ExecuteNonQueryAsync(Token);
            }

            await worker.Snapshots.RequestAsync(Boxes.Name, new TableName("public", "a_large"), Token);
            await worker.Snapshots.RequestAsync(Boxes.Name, new TableName("public", "b_small"), Token);
            await IsAsync(worker, "b_small", SnapshotState.Done);
            await IsAsync(worker, "a_large", SnapshotState.Running);
        }

        await IsAsync(worker, "a_large", SnapshotState.Done);
        Assert.Equal(5001, worker.Inbox.Of<Existing<Box>>().Count);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Under_transactions_over_all_of_them_the_view_is_the_tables(Capture capture)
    {
        const int Rows = 3000;
        string[] tables = ["a_large", "b_small", "c_other"];
        await using var database = await TestDatabase.CreateAsync(server.Server, Box.Tables, capture: capture);
        await database.ExecuteAsync(string.Join(';', tables.Select(table => $"INSERT INTO {table} SELECT g, 1 FROM generate_series(1, {Rows}) g")));
        var (view, backwards) = (new ConcurrentDictionary<(string Table, long Id), long>(), new ConcurrentQueue<string>());
        var inbox = new Inbox { Handler = (change, _) => Apply(view, backwards, change) };
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var seed = Environment.TickCount;
        Task[] writers = [.. Enumerable.Range(0, 3).Select(i => WriteAsync(database, new Random(seed + i), Rows, writing.Token))];
        await using var worker = await RunningWorker.BeginAsync<Boxes>(database, options => options.StartFrom = StartFrom.Snapshot, inbox);
        foreach (var table in tables)
        {
            await IsAsync(worker, table, SnapshotState.Done);
        }

        await writing.CancelAsync();
        await Task.WhenAll(writers);
        foreach (var table in tables)
        {
            var rows = new HashSet<(long, long)>();
            await Eventually.IsTrueAsync(
                async () =>
                {
                    rows = [.. await RowsAsync(database, table)];
                    return rows.SetEquals(view.Where(one => one.Key.Table == table).Select(one => (one.Key.Id, one.Value)));
                },
                () => $"the view is {table} (seed {seed}); differences: {string.Join(", ", view.Where(one => one.Key.Table == table).Select(one => (one.Key.Id, one.Value)).Except(rows).Take(5))}");
        }

        Assert.Empty(backwards);
    }

    private static Task Apply(ConcurrentDictionary<(string, long), long> view, ConcurrentQueue<string> backwards, Change change)
    {
        var table = change.Context.Table.Name;
        if (change is not Change<Box> { Row: var row })
        {
            // Nothing of what was before it comes behind it.
            foreach (var one in view.Keys.Where(one => one.Item1 == table))
            {
                view.TryRemove(one, out _);
            }

            return Task.CompletedTask;
        }

        if (change is Deleted<Box>)
        {
            view.TryRemove((table, row.Id), out _);
            return Task.CompletedTask;
        }

        if (view.TryGetValue((table, row.Id), out var before) && before > row.Version)
        {
            backwards.Enqueue($"{change}: {before} is before {row.Version}");
        }

        view[(table, row.Id)] = row.Version;
        return Task.CompletedTask;
    }

    /// <summary>Versions only ever grow, those of a row that is inserted again too.</summary>
    private static async Task WriteAsync(TestDatabase database, Random random, int rows, CancellationToken until)
    {
        await using var connection = await database.ConnectAsync();
        while (!until.IsCancellationRequested)
        {
            var id = random.Next(1, rows + 200);
            await using var command = connection.CreateCommand();
            command.CommandText = random.Next(60) switch
            {
                0 => "TRUNCATE a_large, c_other",
                < 6 => $"DELETE FROM a_large WHERE id = {id}; DELETE FROM b_small WHERE id = {id}",
                < 16 => $"INSERT INTO a_large SELECT {id}, extract(epoch FROM clock_timestamp()) * 1000 ON CONFLICT DO NOTHING; INSERT INTO c_other SELECT {id}, extract(epoch FROM clock_timestamp()) * 1000 ON CONFLICT DO NOTHING",
                _ => $"UPDATE a_large SET version = version + 1 WHERE id BETWEEN {id} AND {id + 3}; UPDATE b_small SET version = version + 1 WHERE id = {id}; UPDATE c_other SET version = version + 1 WHERE id = {rows - id}",
            };
            try
            {
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (Npgsql.PostgresException e) when (e.SqlState is "23505" or "40P01")
            {
                // Another writer was there first.
            }
        }
    }

    private static Task<IReadOnlyList<(long, long)>> RowsAsync(TestDatabase database, string table) => database.ListAsync($"SELECT id, version FROM {table}", row => (row.GetInt64(0), row.GetInt64(1)));

    private static async Task IsAsync(RunningWorker worker, string table, SnapshotState state)
    {
        await worker.IsStreamingAsync();
        await Eventually.IsTrueAsync(
            async () => (await worker.Snapshots.ListAsync(Boxes.Name, cancellationToken: Token)).FirstOrDefault(one => one.Table.Name == table)?.State == state,
            () => $"the snapshot of {table} is {state}; the log is:\n{worker.Log}");
    }
}
