using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// How fast an outbox is emptied, and what it costs: by a loop that selects rows and deletes them and does nothing else, by a worker whose listener does nothing, and by two such workers that share it.
/// <c>POSTGRESWORKER_BENCH_OUTBOX_ROUNDS</c> is how often.
/// </summary>
internal static class OutboxDrainBenchmarks
{
    private const int Rows = 200_000, WarmUpRows = 100_000, Page = 5000;

    // By the indexes from behind: from the front, each look would pass all that is deleted already, and take a processor to itself.
    private const string IsEmpty = $"SELECT max(id) IS NULL FROM {OutboxBench.Outbox}";

    public static IReadOnlyList<Interleaved> All { get; } =
    [
        new Interleaved(
            "Outbox.Drain",
            "changes/s",
            OutboxBench.Rounds,
            ("BareLoop", () => RunAsync(LoopAsync)),
            ("Worker", () => RunAsync(bed => WorkAsync(bed, 1))),
            ("TwoWorkers", () => RunAsync(bed => WorkAsync(bed, 2)))) { WarmsUp = false, Yardsticks = 2 },
    ];

    private static async Task<Measured> RunAsync(Func<Bed, Task<Measured>> drainAsync)
    {
        var server = await ThrowAwayPostgres.StartAsync().ConfigureAwait(false);
        await using var _ = server.ConfigureAwait(false);
        var (asking, draining) = (NpgsqlDataSource.Create(server.ConnectionString + ";Maximum Pool Size=1"), NpgsqlDataSource.Create(server.ConnectionString));
        await using var __ = asking.ConfigureAwait(false);
        await using var ___ = draining.ConfigureAwait(false);
        await OutboxBench.MakeAsync(asking, server.ConnectionString).ConfigureAwait(false);
        return await drainAsync(new Bed(asking, await OrdersDatabase.ScalarAsync<int>(asking, "SELECT pg_backend_pid()").ConfigureAwait(false), draining, server.ConnectionString)).ConfigureAwait(false);
    }

    private static async Task<Measured> LoopAsync(Bed bed)
    {
        await FillAsync(bed, WarmUpRows).ConfigureAwait(false);
        await LoopAsync(bed.Draining).ConfigureAwait(false);
        await FillAsync(bed, Rows).ConfigureAwait(false);
        return await MeasureAsync(bed, [Environment.ProcessId], () => LoopAsync(bed.Draining)).ConfigureAwait(false);
    }

    private static async Task LoopAsync(NpgsqlDataSource database)
    {
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
                return;
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

    /// <summary>Workers in processes of their own, which have drained a while already: each has compiled what it runs.</summary>
    private static async Task<Measured> WorkAsync(Bed bed, int workers)
    {
        var processes = Enumerable.Range(0, workers).Select(_ => OutboxDrainProcess.Start(bed.ConnectionString)).ToArray();
        try
        {
            await OrdersDatabase.IsSoAsync(bed.Asking, string.Create(CultureInfo.InvariantCulture, $"SELECT count(DISTINCT owner) = {workers} AND count(owner) = 256 FROM postgres_worker.lanes")).ConfigureAwait(false);
            await FillAsync(bed, WarmUpRows * workers).ConfigureAwait(false);
            await OrdersDatabase.IsSoAsync(bed.Asking, IsEmpty).ConfigureAwait(false);
            await FillAsync(bed, Rows).ConfigureAwait(false);
            return await MeasureAsync(bed, Array.ConvertAll(processes, process => process.Id), () => OrdersDatabase.IsSoAsync(bed.Asking, IsEmpty)).ConfigureAwait(false);
        }
        finally
        {
            foreach (var process in processes)
            {
                await process.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task<Measured> MeasureAsync(Bed bed, int[] workers, Func<Task> drainAsync)
    {
        var (serverBefore, workersBefore, since) = (ProcessorTime.OfServer(bed.Backend), workers.Sum(ProcessorTime.Of), Stopwatch.GetTimestamp());
        await drainAsync().ConfigureAwait(false);
        var time = Stopwatch.GetElapsedTime(since).TotalSeconds;
        return new Measured(
            Rows / time,
            new Measured.Figure("Server", "processor seconds per 100,000", (ProcessorTime.OfServer(bed.Backend) - serverBefore) * 100_000 / Rows),
            new Measured.Figure("Workers", "processor seconds per 100,000", (workers.Sum(ProcessorTime.Of) - workersBefore) * 100_000 / Rows));
    }

    // In one transaction, so that all of it appears at once.
    private static Task FillAsync(Bed bed, int rows) => OrdersDatabase.ExecuteAsync(
        bed.Asking,
        string.Create(CultureInfo.InvariantCulture, $"INSERT INTO orders (customer_id, status, total, placed_at, note) SELECT g % 1000, 'pending', g / 100.0, now(), 'a note of order ' || g FROM generate_series(1, {rows}) g"));

    /// <summary>A server with an outbox.</summary>
    /// <param name="Asking">The one connection of who fills it and asks whether it is empty, whose work is not counted.</param>
    /// <param name="Backend">Its process.</param>
    /// <param name="Draining">For who empties it in this process.</param>
    /// <param name="ConnectionString">For who empties it in another.</param>
    private sealed record Bed(NpgsqlDataSource Asking, int Backend, NpgsqlDataSource Draining, string ConnectionString);
}
