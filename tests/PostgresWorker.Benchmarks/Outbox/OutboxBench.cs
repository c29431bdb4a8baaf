using Microsoft.Extensions.Hosting;
using Npgsql;

namespace PostgresWorker.Benchmarks;

/// <summary>A database with the table of orders, its outbox, which a worker makes as it does at its start, and the workers that empty it.</summary>
internal static class OutboxBench
{
    /// <summary>How often each is measured.</summary>
    public static int Rounds { get; } = Size.Of("POSTGRESWORKER_BENCH_OUTBOX_ROUNDS", 3);

    public const string Outbox = "postgres_worker.outbox_drain";

    private const string IsThere = "SELECT count(*) > 0 FROM pg_trigger WHERE tgname LIKE '!postgres_worker%'";

    /// <summary>Makes the table, and the outbox with its triggers, with nobody to empty it.</summary>
    public static async Task MakeAsync(NpgsqlDataSource database, string connectionString, WakeUp wakeUp = WakeUp.Poll)
    {
        await OrdersDatabase.ExecuteAsync(database, OrdersDatabase.Table).ConfigureAwait(false);
        using var host = Worker(connectionString, wakeUp);
        await host.StartAsync().ConfigureAwait(false);
        await OrdersDatabase.IsSoAsync(database, IsThere).ConfigureAwait(false);
        await host.StopAsync().ConfigureAwait(false);
    }

    public static IHost Worker(string connectionString, WakeUp wakeUp = WakeUp.Poll, TimeSpan? pollInterval = null) => OrderWorker.Create(
        connectionString, options => (options.Capture, options.Slot, options.WakeUp, options.PollInterval) = (Capture.Outbox, "drain", wakeUp, pollInterval ?? options.PollInterval));
}
