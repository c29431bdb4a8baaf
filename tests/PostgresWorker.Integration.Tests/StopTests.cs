using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
        await using var worker = await RunningWorker.BeginAsync<Shop>(
            database, options => options.ConnectionString = Through(database, network), more: worker => worker.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMinutes(5)));
        await worker.IsStreamingAsync();
        network.Delay = TimeSpan.FromHours(1);
        var began = Stopwatch.GetTimestamp();
        await worker.StopAsync();

        // Some ten seconds; but all tests share the threads, of which cancellations that hear nothing keep some. Without a bound it is the host's, five minutes here.
        var took = Stopwatch.GetElapsedTime(began);
        TestContext.Current.TestOutputHelper!.WriteLine($"measured: stopped within {took.TotalSeconds:F1} s of hearing nothing ({capture})");
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
    }

    private static string Through(TestDatabase database, FaultProxy network) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = network.Port }.ConnectionString;
}
