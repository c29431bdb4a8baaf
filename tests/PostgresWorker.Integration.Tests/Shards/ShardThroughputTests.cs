using System.Diagnostics;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Shards;

/// <summary>What a second process brings, where listeners are what takes the time. With <c>POSTGRESWORKER_SHARD_THROUGHPUT</c> it must be 1.8 times as much; on a machine that others use too it may not be, so the suite leaves it out.</summary>
[Collection("shards")]
public sealed class ShardThroughputTests(PostgresServer server) : IDisposable
{
    private const int Changes = 8000, Lanes = 4, Shards = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("shards").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_processes_over_four_shards_handle_1_8_times_as_much_as_one_with_as_many_lanes()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("POSTGRESWORKER_SHARD_THROUGHPUT") is not null, "POSTGRESWORKER_SHARD_THROUGHPUT is not set.");
        await using var database = await ShardedWorkers.DatabaseAsync(server, TestWorkerProcess.ItemsTable);
        var one = await MeasureAsync(database, "one", [Lanes / Shards]);
        var two = await MeasureAsync(database, "two", [2 * Lanes / Shards, 2 * Lanes / Shards]);
        TestContext.Current.TestOutputHelper!.WriteLine($"measured: one process {one:F0} changes/s, two {two:F0}, {two / one:F2} times as many");
        Assert.True(two / one >= 1.8, $"{two / one:F2}");
    }

    /// <summary>Changes/s of processes with lanes for each shard, while a backlog lasts.</summary>
    private async Task<double> MeasureAsync(TestDatabase database, string name, int[] lanes)
    {
        var machines = Array.ConvertAll(lanes, count => new ShardMachine(
            database, Path.Combine(_folder, $"{name}{Guid.NewGuid():N}"), ("HandlerMilliseconds", "2"), ("PostgresWorker__Sources__test__MaxConcurrency", $"{count}"), ("Logging__LogLevel__PostgresWorker", "Information")));
        try
        {
            Array.ForEach(machines, machine => machine.Start(Shards));
            await Eventually.IsTrueAsync(
                async () => await database.ScalarAsync<long>("SELECT count(*) FROM pg_replication_slots WHERE database = current_database() AND active") == Shards && machines.All(machine => machine.Streams > 0),
                "all shards are read, and by all");
            await Task.Delay(3000, TestContext.Current.CancellationToken);
            await database.ExecuteAsync($"TRUNCATE items; INSERT INTO items (id) SELECT g FROM generate_series(1, {Changes}) g");
            await Eventually.IsTrueAsync(() => machines.Sum(machine => machine.Delivered.Count()) >= Changes, "all is handled", TimeSpan.FromMinutes(2));
            var stamps = machines.SelectMany(machine => machine.Delivered).Select(line => line.Stamp).Order().ToArray();

            // The middle of it: not the beginning, when some wait for the first changes, nor the end, when some have none left.
            var (from, to) = (stamps[Changes / 10], stamps[Changes * 8 / 10]);
            return Changes * 0.7 / Stopwatch.GetElapsedTime(from, to).TotalSeconds;
        }
        finally
        {
            foreach (var machine in machines)
            {
                await machine.StopAsync();
                await machine.DisposeAsync();
            }
        }
    }
}
