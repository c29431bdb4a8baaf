using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Provisioning;

/// <summary>What the service plans, applies, verifies and prints is one thing, for both captures, and needs no running worker.</summary>
public sealed class ProvisioningServiceTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task What_the_plan_prints_makes_verify_green(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        using var host = Create(database);
        var provisioning = host.Services.GetRequiredService<IProvisioning>();
        var plan = await provisioning.PlanAsync("shop", Token);
        Assert.Empty(plan.Problems);
        Assert.Contains(plan.Steps, step => step.Code == "store_schema");
        Assert.Contains(plan.Steps, step => step.Lock?.Contains("public.orders", StringComparison.Ordinal) == true);
        Assert.NotEmpty(await provisioning.VerifyAsync("shop", Token));
        var script = await provisioning.ScriptAsync("shop", Token);
        Assert.All(plan.Steps, step => Assert.Contains($"{step.Sql};", script, StringComparison.Ordinal));

        // As psql does: statement by statement, each in a transaction of its own unless it begins one.
        foreach (var step in plan.Steps)
        {
            await database.ExecuteAsync(step.Sql);
        }

        Assert.Empty(await provisioning.VerifyAsync("shop", Token));
        Assert.True((await provisioning.PlanAsync("shop", Token)).IsEmpty);
        await using var worker = await RunningWorker.StartAsync(database, options => options.Provision = Provision.Verify);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1); UPDATE orders SET customer_id = 2; DELETE FROM orders");
        await worker.HasHandledAsync(3);
        Assert.Empty(await provisioning.VerifyAsync("shop", Token));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task What_was_applied_is_not_applied_again(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        using var host = Create(database);
        var provisioning = host.Services.GetRequiredService<IProvisioning>();
        Assert.NotEmpty((await provisioning.ApplyAsync("shop", Token)).Steps);
        Assert.Empty(await provisioning.VerifyAsync("shop", Token));
        Assert.True((await provisioning.ApplyAsync("shop", Token)).IsEmpty);
    }

    [Fact]
    public async Task What_no_step_mends_keeps_all_from_being_applied()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        using var host = Create(database);
        var provisioning = host.Services.GetRequiredService<IProvisioning>();
        Assert.Equal("table_missing", Assert.Single((await provisioning.PlanAsync("shop", Token)).Problems).Code);
        Assert.Contains("-- Not mended by this script: [table_missing]", await provisioning.ScriptAsync("shop", Token), StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => provisioning.ApplyAsync("shop", Token));
        Assert.Equal("table_missing", Assert.Single(refused.Findings).Code);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_publication"));
    }

    [Fact]
    public async Task A_slot_that_is_gone_behind_a_checkpoint_is_a_problem_and_no_step()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using (await RunningWorker.StartAsync(database))
        {
        }

        await database.ExecuteAsync($"SELECT pg_drop_replication_slot('{database.Slot}')");
        using var host = Create(database);
        var plan = await host.Services.GetRequiredService<IProvisioning>().PlanAsync("shop", Token);
        Assert.Equal("slot_lost", Assert.Single(plan.Problems).Code);
        Assert.Empty(plan.Steps);
    }

    [Fact]
    public async Task A_source_that_is_not_there_is_named()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        using var host = Create(database);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => host.Services.GetRequiredService<IProvisioning>().PlanAsync("ship", Token));
        Assert.Contains("There is no source 'ship'", error.Message, StringComparison.Ordinal);
    }

    /// <summary>An application that is not started.</summary>
    private static IHost Create(TestDatabase database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:shop", database.ConnectionString)]);
        builder.Services.AddSingleton(new Inbox());
        builder.AddPostgresWorker(worker => worker
            .AddSource("shop", options => (options.Slot, options.Publication, options.Capture) = (database.Slot, database.Publication, database.Capture))
            .AddListeners<OnlySource<Shop>>());
        return builder.Build();
    }
}
