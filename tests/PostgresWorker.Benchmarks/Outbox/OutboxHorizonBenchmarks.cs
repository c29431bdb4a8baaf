using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// How fast an outbox is written and emptied for as long as is measured, with and without a transaction that has a snapshot the whole time and so keeps vacuum from removing what is deleted. <c>POSTGRESWORKER_HORIZON_MINUTES</c> is for how long.
/// </summary>
internal static class OutboxHorizonBenchmarks
{
    private const int Backlog = 40_000, Group = 500, Writers = 2;

    private static readonly TimeSpan Time = TimeSpan.FromMinutes(
        double.Parse(Environment.GetEnvironmentVariable("POSTGRESWORKER_HORIZON_MINUTES") ?? "1", CultureInfo.InvariantCulture));

    private static readonly string Write = string.Create(
        CultureInfo.InvariantCulture,
        $"INSERT INTO orders (customer_id, status, total, placed_at, note) SELECT g, 'pending', g / 100.0, now(), 'a note of order ' || g FROM generate_series(1, {Group}) g");

    /// <summary>One for itself each: they are compared by being run at the same time, by two processes, which are disturbed alike for however long it takes.</summary>
    public static IReadOnlyList<Interleaved> All { get; } =
    [
        new Interleaved("Outbox.Horizon.Free", "changes/s", 1, ("Free", () => RunAsync(isHeld: false))) { WarmsUp = false },
        new Interleaved("Outbox.Horizon.Held", "changes/s", 1, ("Held", () => RunAsync(isHeld: true))) { WarmsUp = false },
    ];

    private static async Task<double> RunAsync(bool isHeld)
    {
        var server = await ThrowAwayPostgres.StartAsync().ConfigureAwait(false);
        await using var _ = server.ConfigureAwait(false);
        var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var __ = database.ConfigureAwait(false);
        await OutboxBench.MakeAsync(database, server.ConnectionString).ConfigureAwait(false);
        using var host = OutboxBench.Worker(server.ConnectionString);
        await host.StartAsync().ConfigureAwait(false);
        var holder = await database.OpenConnectionAsync().ConfigureAwait(false);
        await using var ___ = holder.ConfigureAwait(false);
        if (isHeld)
        {
            var begin = new NpgsqlCommand("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_catalog.pg_class", holder);
            await using var ____ = begin.ConfigureAwait(false);
            await begin.ExecuteNonQueryAsync().ConfigureAwait(false);
        }

        var rate = await DrainAsync(database, isHeld).ConfigureAwait(false);
        await host.StopAsync().ConfigureAwait(false);
        return rate;
    }

    private static async Task<double> DrainAsync(NpgsqlDataSource database, bool isHeld)
    {
        using var over = new CancellationTokenSource(Time);
        var (before, since, written) = (DrainListeners.Handled, Stopwatch.GetTimestamp(), 0L);
        async Task WriteAsync()
        {
            while (!over.IsCancellationRequested)
            {
                if (Interlocked.Add(ref written, Group) - (DrainListeners.Handled - before) > Backlog)
                {
                    Interlocked.Add(ref written, -Group);
                    await Task.Delay(1).ConfigureAwait(false);
                    continue;
                }

                await OrdersDatabase.ExecuteAsync(database, Write).ConfigureAwait(false);
            }
        }

        var writers = Enumerable.Range(0, Writers).Select(_ => WriteAsync()).ToArray();
        for (var (minute, last) = (1, before); !over.IsCancellationRequested; minute++)
        {
            var from = Stopwatch.GetTimestamp();
            await Task.WhenAny(Task.Delay(TimeSpan.FromMinutes(1)), Task.WhenAll(writers)).ConfigureAwait(false);
            var now = DrainListeners.Handled;
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{(isHeld ? "held" : "free")}, minute {minute}: {(now - last) / Stopwatch.GetElapsedTime(from).TotalSeconds:F0} changes/s, {written - (now - before)} wait")).ConfigureAwait(false);
            last = now;
        }

        await Task.WhenAll(writers).ConfigureAwait(false);
        return (DrainListeners.Handled - before) / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }
}
