using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Benchmarks;

/// <summary>How fast an outbox is emptied: by a loop that selects rows and deletes them and does nothing else, and by a worker whose listener does nothing.</summary>
internal static class OutboxDrainBenchmarks
{
    private const int Rows = 200_000, Page = 5000;

    private const string Outbox = "postgres_worker.outbox_drain";

    private const string Table =
        """
        CREATE TYPE order_status AS ENUM ('pending', 'shipped', 'cancelled');
        CREATE TABLE orders (
            id bigint PRIMARY KEY, customer_id bigint NOT NULL, status order_status NOT NULL, total numeric(12,2) NOT NULL, placed_at timestamptz NOT NULL, note text)
        """;

    private const string Fill = "TRUNCATE orders; INSERT INTO orders SELECT g, g % 1000, 'pending', g / 100.0, now(), 'a note of order ' || g FROM generate_series(1, 200000) g";

    public static IReadOnlyList<Interleaved> All { get; } = [new Interleaved("Outbox.Drain", "changes/s", 3, ("BareLoop", () => RunAsync(LoopAsync)), ("Worker", () => RunAsync(WorkAsync)))];

    private static async Task<double> RunAsync(Func<NpgsqlDataSource, string, Task<double>> drainAsync)
    {
        var server = await ThrowAwayPostgres.StartAsync().ConfigureAwait(false);
        await using var _ = server.ConfigureAwait(false);
        var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var __ = database.ConfigureAwait(false);
        await ExecuteAsync(database, Table).ConfigureAwait(false);

        // Makes the outbox.
        using (var host = Worker(server.ConnectionString))
        {
            await host.StartAsync().ConfigureAwait(false);
            await ExecuteAsync(database, "SELECT 1").ConfigureAwait(false);
            while (!await HasOutboxAsync(database).ConfigureAwait(false))
            {
                await Task.Delay(50).ConfigureAwait(false);
            }

            await host.StopAsync().ConfigureAwait(false);
        }

        await ExecuteAsync(database, $"{Fill}; ALTER TABLE orders DISABLE TRIGGER ALL").ConfigureAwait(false);
        return Rows / await drainAsync(database, server.ConnectionString).ConfigureAwait(false);
    }

    private static async Task<double> LoopAsync(NpgsqlDataSource database, string connectionString)
    {
        var since = Stopwatch.GetTimestamp();
        for (var last = 0L; ;)
        {
            List<long> ids = [];
            var select = database.CreateCommand($"SELECT id, convert_to(new_row::text, 'UTF8') FROM {Outbox} WHERE id > {last} ORDER BY id LIMIT {Page}");
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
                return Stopwatch.GetElapsedTime(since).TotalSeconds;
            }

            last = ids[^1];
            var batch = database.CreateBatch();
            await using (batch.ConfigureAwait(false))
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('synchronous_commit', 'off', true)"));
                batch.BatchCommands.Add(new NpgsqlBatchCommand($"DELETE FROM {Outbox} WHERE id = ANY ($1)") { Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. ids] } } });
                await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task<double> WorkAsync(NpgsqlDataSource database, string connectionString)
    {
        var before = DrainListeners.Handled;
        using var host = Worker(connectionString);
        await host.StartAsync().ConfigureAwait(false);
        while (DrainListeners.Handled == before)
        {
            await Task.Delay(1).ConfigureAwait(false);
        }

        var since = Stopwatch.GetTimestamp();
        while (DrainListeners.Handled - before < Rows || await HasRowsAsync(database).ConfigureAwait(false))
        {
            await Task.Delay(5).ConfigureAwait(false);
        }

        var elapsed = Stopwatch.GetElapsedTime(since).TotalSeconds;
        await host.StopAsync().ConfigureAwait(false);
        return elapsed;
    }

    private static IHost Worker(string connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:drain", connectionString)]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.AddPostgresWorker(worker =>
        {
            worker.AddSource("drain", options => (options.Capture, options.Slot) = (Capture.Outbox, "drain"));
            worker.AddListeners<DrainModule>();
        });
        return builder.Build();
    }

    private static async Task<bool> HasOutboxAsync(NpgsqlDataSource database)
    {
        var command = database.CreateCommand("SELECT count(*) > 0 FROM pg_trigger WHERE tgname LIKE '!postgres_worker%'");
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync().ConfigureAwait(false) is true;
    }

    private static async Task<bool> HasRowsAsync(NpgsqlDataSource database)
    {
        var command = database.CreateCommand($"SELECT EXISTS (SELECT FROM {Outbox})");
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync().ConfigureAwait(false) is true;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        var command = database.CreateCommand(sql);
        await using var _ = command.ConfigureAwait(false);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>The listeners of the one source.</summary>
    private sealed class DrainModule : IListenerModule
    {
        static void IListenerModule.Register(ListenerRegistry listeners)
        {
            var all = new ListenerRegistry(listeners.Services);
            Register<PostgresWorkerModule>(all);
            foreach (var route in all.Routes.Where(route => route.Source == "drain"))
            {
                listeners.Add(route);
            }
        }

        private static void Register<TModule>(ListenerRegistry listeners)
            where TModule : IListenerModule => TModule.Register(listeners);
    }
}
