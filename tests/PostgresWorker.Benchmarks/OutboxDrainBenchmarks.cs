using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Benchmarks;

/// <summary>How fast an outbox is emptied: by a loop that selects rows and deletes them and does nothing else, by a worker whose listener does nothing, and by two such workers that share it.</summary>
internal static class OutboxDrainBenchmarks
{
    private const int Rows = 200_000, WarmUpRows = 40_000, Page = 5000, Rounds = 3;

    // By the indexes from behind: from the front, each look would pass all that is deleted already, and take a processor to itself.
    private const string IsEmpty = $"SELECT max(id) IS NULL FROM {OutboxBench.Outbox}";

    public static IReadOnlyList<Interleaved> All { get; } =
    [
        new Interleaved(
            "Outbox.Drain",
            "changes/s",
            Rounds,
            ("BareLoop", () => RunAsync(LoopAsync)),
            ("Worker", () => RunAsync((database, connectionString) => WorkAsync(database, connectionString, 1))),
            ("TwoWorkers", () => RunAsync((database, connectionString) => WorkAsync(database, connectionString, 2)))),
    ];

    private static async Task<double> RunAsync(Func<NpgsqlDataSource, string, Task<TimeSpan>> drainAsync)
    {
        var server = await ThrowAwayPostgres.StartAsync().ConfigureAwait(false);
        await using var _ = server.ConfigureAwait(false);
        var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var __ = database.ConfigureAwait(false);
        await OutboxBench.MakeAsync(database, server.ConnectionString).ConfigureAwait(false);
        return Rows / (await drainAsync(database, server.ConnectionString).ConfigureAwait(false)).TotalSeconds;
    }

    private static async Task<TimeSpan> LoopAsync(NpgsqlDataSource database, string connectionString)
    {
        await FillAsync(database, Rows).ConfigureAwait(false);
        var since = Stopwatch.GetTimestamp();
        for (var last = 0L; ;)
        {
            List<long> ids = [];
            var select = database.CreateCommand($"SELECT id, convert_to(new_row::text, 'UTF8') FROM {OutboxBench.Outbox} WHERE id > {last} ORDER BY id LIMIT {Page}");
            await using (select.ConfigureAwait(false))
            {
                var reader = await select.ExecuteReaderAsync().ConfigureAwait(false);
                await using var _ = reader.ConfigureAwait(false);
                while (await reader.ReadAsync().ConfigureAwait(false))
                {
                    ids.Add(reader.GetInt64(0));
                }
            }

            if (ids.Count == 0)
            {
                return Stopwatch.GetElapsedTime(since);
            }

            last = ids[^1];
            var batch = database.CreateBatch();
            await using (batch.ConfigureAwait(false))
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('synchronous_commit', 'off', true)"));
                batch.BatchCommands.Add(new NpgsqlBatchCommand($"DELETE FROM {OutboxBench.Outbox} WHERE id = ANY ($1)") { Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. ids] } } });
                await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Workers in processes of their own, which have drained a little already.</summary>
    private static async Task<TimeSpan> WorkAsync(NpgsqlDataSource database, string connectionString, int workers)
    {
        var processes = Enumerable.Range(0, workers).Select(_ => new DrainProcess(connectionString)).ToArray();
        try
        {
            await IsSoAsync(database, string.Create(CultureInfo.InvariantCulture, $"SELECT count(DISTINCT owner) = {workers} AND count(owner) = 256 FROM postgres_worker.lanes")).ConfigureAwait(false);
            await FillAsync(database, WarmUpRows).ConfigureAwait(false);
            await IsSoAsync(database, IsEmpty).ConfigureAwait(false);
            await FillAsync(database, Rows).ConfigureAwait(false);
            var since = Stopwatch.GetTimestamp();
            await IsSoAsync(database, IsEmpty).ConfigureAwait(false);
            return Stopwatch.GetElapsedTime(since);
        }
        finally
        {
            foreach (var process in processes)
            {
                await process.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // In one transaction, so that all of it appears at once.
    private static Task FillAsync(NpgsqlDataSource database, int rows) => OutboxBench.ExecuteAsync(
        database,
        string.Create(CultureInfo.InvariantCulture, $"INSERT INTO orders (customer_id, status, total, placed_at, note) SELECT g % 1000, 'pending', g / 100.0, now(), 'a note of order ' || g FROM generate_series(1, {rows}) g"));

    private static async Task IsSoAsync(NpgsqlDataSource database, string question)
    {
        while (!await OutboxBench.ScalarAsync<bool>(database, question).ConfigureAwait(false))
        {
            await Task.Delay(50).ConfigureAwait(false);
        }
    }
}
