using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Snapshots;

/// <summary>
/// A table is written while it is read, and the worker is killed meanwhile: in the end the handler's view is the table. POSTGRESWORKER_SNAPSHOT_ROWS=1000000 makes the second long: as many rows, under 500 writes a
/// second, with ten kills.
/// </summary>
public sealed class SnapshotTortureTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Under_writers_no_key_goes_back_and_the_view_is_the_table(Capture capture)
    {
        const int Rows = 4000;
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await database.ExecuteAsync($"INSERT INTO orders (id, total) SELECT g, 1 FROM generate_series(1, {Rows}) g");
        var (view, backwards) = (new ConcurrentDictionary<long, decimal>(), new ConcurrentQueue<string>());
        var inbox = new Inbox { Handler = (change, _) => Apply(view, backwards, change) };
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var seed = Environment.TickCount;
        Task[] writers = [.. Enumerable.Range(0, 3).Select(i => WriteAsync(database, new Random(seed + i), Rows, writing.Token))];
        await using var worker = await RunningWorker.BeginAsync<Shop>(database, options => options.StartFrom = StartFrom.Snapshot, inbox);
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.SnapshotDone), () => $"the snapshot is done; the log is:\n{worker.Log}");
        await writing.CancelAsync();
        await Task.WhenAll(writers);
        await worker.Control.WhenHandledAsync(Shop.Name, await database.CurrentLsnAsync(), Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.Empty(backwards);
        Assert.Equal(await TableAsync(database), view.OrderBy(one => one.Key).Select(one => (one.Key, one.Value)));
        Assert.NotEmpty(worker.Inbox.Of<Updated<Order>>());
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_worker_killed_at_any_moment_goes_on_and_the_view_is_the_table(Capture capture)
    {
        var rows = int.Parse(Environment.GetEnvironmentVariable("POSTGRESWORKER_SNAPSHOT_ROWS") ?? "15000", CultureInfo.InvariantCulture);
        var kills = rows >= 1_000_000 ? 10 : 4;
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable, capture: capture);
        await database.ExecuteAsync($"INSERT INTO items (id, note) SELECT g, 'row ' || g FROM generate_series(1, {rows}) g");
        var log = Path.Combine(Directory.CreateTempSubdirectory("snapshot").FullName, "delivered");
        var (seed, began) = (Environment.TickCount, Stopwatch.GetTimestamp());
        var random = new Random(seed);
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var (writer, written) = (Task.CompletedTask, 0);
        (string, string)[] settings = [("Log", log), ("PostgresWorker__Sources__test__StartFrom", "Snapshot")];
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                await using var worker = TestWorkerProcess.Start(database, settings);
                await TestWorkerProcess.IsStreamingAsync(worker, Token);
                writer = kill == 0 ? WriteItemsAsync(database, new Random(seed), rows, () => written++, writing.Token) : writer;
                var enough = Math.Max(DeliveredLine.Count(log), rows / (kills + 1) * kill) + random.Next(1, rows / (kills + 1));
                await Eventually.IsTrueAsync(() => DeliveredLine.Count(log) >= enough, () => $"{enough} lines are delivered; the worker says:\n{string.Join('\n', worker.Lines)}", TimeSpan.FromMinutes(5));
                await worker.KillAsync(Token);
                await database.WhenFreeAsync();
            }

            await using var last = TestWorkerProcess.Start(database, settings);
            await Eventually.IsTrueAsync(
                async () => await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM postgres_worker.snapshots WHERE state = 'done')"), () => $"the snapshot is done; the worker says:\n{string.Join('\n', last.Lines)}", TimeSpan.FromMinutes(10));
            await writing.CancelAsync();
            await writer;
            var table = await ItemsAsync(database);
            await Eventually.IsTrueAsync(() => View(log).SequenceEqual(table), () => $"the view is the table (seed {seed}): {Differences(View(log), table)}");
        }
        finally
        {
            await writing.CancelAsync();
            await writer;
            Directory.Delete(Path.GetDirectoryName(log)!, recursive: true);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"measured: {rows} rows under {written} writes with {kills} kills in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s (seed {seed})");
    }

    private static Task Apply(ConcurrentDictionary<long, decimal> view, ConcurrentQueue<string> backwards, Change change)
    {
        var row = ((Change<Order>)change).Row;
        if (change is Updated<Order> { Old: { } old, New: var @new } && old.Id != @new.Id)
        {
            view.TryRemove(old.Id, out _);
        }

        if (change is Deleted<Order>)
        {
            view.TryRemove(row.Id, out _);
            return Task.CompletedTask;
        }

        if (view.TryGetValue(row.Id, out var before) && before > row.Total)
        {
            backwards.Enqueue($"{change}: {before} is before {row.Total}");
        }

        view[row.Id] = row.Total;
        return Task.CompletedTask;
    }

    /// <summary>Totals only ever grow, those of a row that is inserted again too.</summary>
    private static async Task WriteAsync(TestDatabase database, Random random, int rows, CancellationToken until)
    {
        await using var connection = await database.ConnectAsync();
        while (!until.IsCancellationRequested)
        {
            var id = random.Next(1, rows + 200);
            await using var command = connection.CreateCommand();
            command.CommandText = random.Next(10) switch
            {
                0 => $"DELETE FROM orders WHERE id = {id}",
                1 => $"INSERT INTO orders (id, total) SELECT {id}, extract(epoch FROM clock_timestamp())::numeric(12,2) ON CONFLICT DO NOTHING",
                2 => $"UPDATE orders SET id = {rows + random.Next(1000, 100000)} WHERE id = {id} AND NOT EXISTS (SELECT FROM orders WHERE id > {rows + 900})",
                _ => $"UPDATE orders SET total = greatest(total + 0.01, 2) WHERE id BETWEEN {id} AND {id + random.Next(3)}",
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

    private static async Task WriteItemsAsync(TestDatabase database, Random random, int rows, Action onWritten, CancellationToken until)
    {
        await using var connection = await database.ConnectAsync();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; !until.IsCancellationRequested; i++)
        {
            var id = random.Next(1, rows + (rows / 20));
            await using var command = connection.CreateCommand();
            command.CommandText = random.Next(10) switch
            {
                0 => $"DELETE FROM items WHERE id = {id}",
                1 => $"INSERT INTO items (id, version) VALUES ({id}, {i}) ON CONFLICT DO NOTHING",
                _ => $"UPDATE items SET version = version + 1 WHERE id = {id}",
            };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
            onWritten();

            // 500 a second, at most.
            var ahead = TimeSpan.FromMilliseconds(2 * i) - Stopwatch.GetElapsedTime(began);
            await Task.Delay(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero, CancellationToken.None);
        }
    }

    private static IEnumerable<(long Id, int Version)> View(string log)
    {
        Dictionary<long, int> view = [];
        foreach (var line in DeliveredLine.ReadAll(log))
        {
            if (line.Text.Split(' ')[3] == "DELETE")
            {
                view.Remove(line.Key);
            }
            else
            {
                view[line.Key] = line.Version;
            }
        }

        return view.OrderBy(one => one.Key).Select(one => (one.Key, one.Value));
    }

    private static string Differences(IEnumerable<(long, int)> view, IReadOnlyList<(long, int)> table) =>
        $"only in the view {string.Join(", ", view.Except(table).Take(5))}; only in the table {string.Join(", ", table.Except(view).Take(5))}";

    private static Task<IReadOnlyList<(long, decimal)>> TableAsync(TestDatabase database) => database.ListAsync("SELECT id, total FROM orders ORDER BY id", row => (row.GetInt64(0), row.GetDecimal(1)));

    private static Task<IReadOnlyList<(long, int)>> ItemsAsync(TestDatabase database) => database.ListAsync("SELECT id, version FROM items ORDER BY id", row => (row.GetInt64(0), row.GetInt32(1)));
}
