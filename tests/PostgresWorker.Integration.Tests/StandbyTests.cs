using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration;

/// <summary>A server that takes no writes: a standby, or one that is set so. It is said, and waited for.</summary>
public sealed class StandbyTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Provision.Auto)]
    [InlineData(Provision.Verify)]
    [InlineData(Provision.None)]
    public async Task A_start_against_a_standby_says_so_and_works_when_it_is_promoted(Provision provision)
    {
        await using var own = await ThrowAwayPostgres.StartAsync(ct: Token);
        await using var database = await TestDatabase.CreateAsync(own, test: $"standby_{provision}");
        await using (await RunningWorker.StartAsync(database))
        {
        }

        await own.StopAsync(ct: Token);
        await File.WriteAllTextAsync(Path.Combine(own.DataDirectory, "standby.signal"), "", Token);
        await own.StartAgainAsync(Token);
        database.ForgetConnections();
        Assert.True(await database.ScalarAsync<bool>("SELECT pg_is_in_recovery()"));

        await using var worker = await RunningWorker.BeginAsync<Shop>(
            database, options => (options.Provision, options.MinReconnectInterval, options.MaxReconnectInterval) = (provision, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)));
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.ConnectionFailed) >= 3, () => $"it is tried; the log is:\n{worker.Log}");
        Assert.Contains("The server is a standby; changes are read from the primary.", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());

        await database.ScalarAsync<bool>("SELECT pg_promote()");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
    }

    [Fact]
    public async Task A_start_in_a_database_that_is_set_to_take_no_writes_says_so_and_waits()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await database.ExecuteAsync($"ALTER DATABASE \"{database.Name}\" SET default_transaction_read_only = on");
        await using var worker = await RunningWorker.BeginAsync<Shop>(
            database, options => (options.MinReconnectInterval, options.MaxReconnectInterval) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200)));
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.ConnectionFailed) >= 3, () => $"it is tried; the log is:\n{worker.Log}");
        Assert.Contains("in a read-only transaction", worker.Log.ToString(), StringComparison.Ordinal);
        await database.ExecuteAsync($"ALTER DATABASE \"{database.Name}\" RESET default_transaction_read_only");
        await worker.IsStreamingAsync();
    }
}
