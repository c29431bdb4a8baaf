using System.Diagnostics;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.Torture.Faults;

namespace PostgresWorker.Integration;

/// <summary>A network that swallows everything, of new connections too: no end is heard of, and nothing can be cancelled.</summary>
public sealed class StopTests(PostgresServer server)
{
    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_worker_that_hears_nothing_stops_in_time_all_the_same(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var network = new FaultProxy(new NpgsqlConnectionStringBuilder(database.ConnectionString).Port);
        await using var worker = await RunningWorker.StartAsync(database, options => options.ConnectionString = Through(database, network));
        network.Delay = TimeSpan.FromHours(1);
        var began = Stopwatch.GetTimestamp();
        await worker.StopAsync();

        // The host gives up after 30 s, and is killed by then.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
    }

    private static string Through(TestDatabase database, FaultProxy network) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = network.Port }.ConnectionString;
}
