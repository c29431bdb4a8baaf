using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Provisioning;

/// <summary>A source that reads the WAL says that a pooler stands before the server, and how it knows, instead of trying for ever.</summary>
public sealed class PoolerTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_of_transactions_is_known_by_the_processes_of_the_server()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var pooler = await Pgbouncer.StartAsync(Pgbouncer.Find(), database.ConnectionString);
        var refusal = await RefusalAsync(database, pooler, Provision.Auto);
        Assert.Contains("is a pooler: ", refusal, StringComparison.Ordinal);
        Assert.Matches("two connections were one process of the server, [0-9]+ of |one connection was in two processes of the server, ", refusal);
        Assert.Contains("give it the server's own host and port", refusal, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_publication"));
        Assert.Contains(await VerifyAsync(database, pooler), finding => finding.Code == "pooler");
    }

    [Fact]
    public async Task One_that_drops_settings_is_known_by_that()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await database.ExecuteAsync($"ALTER DATABASE \"{database.Name}\" SET IntervalStyle = 'iso_8601'");
        await using var pooler = await Pgbouncer.StartAsync(Pgbouncer.Find(), database.ConnectionString, mode: "session");
        Assert.Contains("it has dropped the settings that the connection was opened with (IntervalStyle is 'iso_8601')", await RefusalAsync(database, pooler, Provision.Auto), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_refuses_what_it_does_not_know_is_known_by_its_words()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var pooler = await Pgbouncer.StartAsync(Pgbouncer.Find(), database.ConnectionString, ignored: "extra_float_digits");
        Assert.Contains("(unsupported startup parameter: options)", await RefusalAsync(database, pooler, Provision.None), StringComparison.Ordinal);
        Assert.Equal("pooler", Assert.Single(await VerifyAsync(database, pooler)).Code);
    }

    [Theory]
    [InlineData("extra_float_digits,options", "(unsupported startup parameter: replication)")]
    [InlineData("extra_float_digits,options,replication", "IDENTIFY_SYSTEM is a syntax error there")]
    public async Task Without_provisioning_it_is_the_replication_connection_that_tells(string ignored, string evidence)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using (await RunningWorker.StartAsync(database))
        {
        }

        await using var pooler = await Pgbouncer.StartAsync(Pgbouncer.Find(), database.ConnectionString, ignored: ignored);
        Assert.Contains(evidence, await RefusalAsync(database, pooler, Provision.None), StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(TestDatabase database, Pgbouncer pooler, Provision provision)
    {
        await using var worker = await RunningWorker.BeginAsync<Shop>(database, options => (options.ConnectionString, options.Provision) = (pooler.ConnectionString, provision));
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.True(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
        Assert.Contains("[pooler] ", worker.Log.ToString(), StringComparison.Ordinal);
        return worker.Log.ToString();
    }

    private static async Task<IReadOnlyList<Finding>> VerifyAsync(TestDatabase database, Pgbouncer pooler)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:shop", pooler.ConnectionString)]);
        builder.Services.AddSingleton(new Inbox());
        builder.AddPostgresWorker(worker => worker
            .AddSource("shop", options => (options.Slot, options.Publication) = (database.Slot, database.Publication))
            .AddListeners<OnlySource<Shop>>());
        using var host = builder.Build();
        return await host.Services.GetRequiredService<IProvisioning>().VerifyAsync("shop", Token);
    }
}
