using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Shards;

/// <summary>Another number of shards: a step that is taken when nobody runs with the number before, and that loses nothing.</summary>
[Collection("shards")]
public sealed class ShardChangeTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instance_of_another_number_stands_by_until_none_of_the_number_before_is_left()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server, Letter.Table);
        var isMended = false;
        var inbox = new Inbox { Handler = (change, _) => isMended || ((Change<Letter>)change).Row.Id % 2 == 0 ? Task.CompletedTask : throw new InvalidOperationException("not now") };
        await using var two = await ShardedWorkers.StartAsync<Letters>(database, 2, inbox, options => options.MaxAttempts = 1);
        await two.ReadsAsync<Letters>(2);
        await database.ExecuteAsync("INSERT INTO letters (id, name) SELECT g, 'n' FROM generate_series(1, 10) g");
        await Eventually.IsTrueAsync(async () => (await two.DeadLetters.ListAsync(Letters.Name, cancellationToken: Token)).Count == 5, () => $"some are put aside; the log is:\n{two.Log}");

        await using var one = await ShardedWorkers.StartAsync<Letters>(database, 1, inbox);
        await Eventually.IsTrueAsync(() => one.Log.Contains(PostgresWorkerEventIds.ShardsStandby), () => $"it stands by; the log is:\n{one.Log}");
        Assert.Equal(SourceState.Standby, one.Control.GetStatus(Letters.Name).State);
        await database.ExecuteAsync("INSERT INTO letters (id, name) SELECT g, 'n' FROM generate_series(11, 20) g");
        await Eventually.IsTrueAsync(() => inbox.Handled.Count == 10, "the two go on");

        await two.StopAsync();
        await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (22, 'n')");
        await Eventually.IsTrueAsync(() => inbox.Handled.Count == 11, () => $"the one goes on; the log is:\n{one.Log}");
        await database.HasSlotsAsync(database.Slot);
        await Eventually.IsTrueAsync(
            async () => await database.ScalarAsync<string>("SELECT string_agg(pubname::text, ' ') FROM pg_publication") == database.Publication, () => $"the publications of the two are gone; the log is:\n{one.Log}");
        Assert.Equal(11, inbox.Handled.Select(change => change.Context.Id).Distinct().Count());

        // What was put aside is of the source, and of whoever reads it.
        isMended = true;
        Assert.Equal(10, await one.DeadLetters.ReplayAsync(Letters.Name, new DeadLetterFilter(), "test", Token));
        await Eventually.IsTrueAsync(() => inbox.Handled.Count == 21, () => $"they are delivered; the log is:\n{one.Log}");
    }

    [Fact]
    public async Task A_change_that_was_begun_is_taken_back_by_who_has_the_number_before()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server);
        await using (await RunningWorker.StartAsync(database))
        {
        }

        // As one that was killed in the middle leaves it.
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await using (var other = await RunningWorker.BeginAsync<Shop>(database, options => options.Shards = 3))
        {
            await Eventually.IsTrueAsync(() => other.Log.Contains(PostgresWorkerEventIds.ShardsChanged), () => $"it goes over; the log is:\n{other.Log}");
            await other.HasHandledAsync(1);
            await database.HasSlotsAsync($"{database.Slot}_1of3", $"{database.Slot}_2of3", $"{database.Slot}_3of3");
        }

        await database.ExecuteAsync("UPDATE postgres_worker.shards SET next = 2, hand_over = pg_current_wal_lsn()");
        await ProvisionAsync(database, 2);
        Assert.Equal(5, (await database.SlotsAsync()).Length);
        await using var worker = await ShardedWorkers.StartAsync(database, 3);
        await worker.ReadsAsync(3);
        Assert.True(worker.Log.Contains(PostgresWorkerEventIds.ShardsUndone), worker.Log.ToString());
        await database.HasSlotsAsync($"{database.Slot}_1of3", $"{database.Slot}_2of3", $"{database.Slot}_3of3");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (2)");
        await worker.HasHandledAsync(1);
        Assert.Equal(2, ((Inserted<Order>)Assert.Single(worker.Inbox.Handled)).New.Id);
    }

    [Fact]
    public async Task Without_provisioning_it_is_refused_with_what_is_to_be_done()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server);
        await using (await RunningWorker.StartAsync(database))
        {
        }

        await using var worker = await ShardedWorkers.StartAsync(database, 2, configure: options => options.Provision = Provision.None);
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), () => $"it is refused; the log is:\n{worker.Log}");
        var log = worker.Log.ToString();
        Assert.Contains($"[shards_change] '{database.Slot}' runs with Shards = 1, and is to with 2; Provision is None", log, StringComparison.Ordinal);
        Assert.Contains($"SELECT pg_catalog.pg_create_logical_replication_slot('{database.Slot}_2of2', 'pgoutput')", log, StringComparison.Ordinal);
        Assert.Equal([database.Slot], await database.SlotsAsync());
    }

    [Fact]
    public async Task It_waits_for_parked_keys_to_be_released()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server, Letter.Table);
        var inbox = new Inbox { Handler = (_, _) => throw new InvalidOperationException("never") };
        await using (var worker = await RunningWorker.BeginAsync<LettersParked>(database, options => options.MaxAttempts = 1, inbox))
        {
            await worker.IsStreamingAsync();
            await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (1, 'n')");
            await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.KeyParked), () => $"it is parked; the log is:\n{worker.Log}");
        }

        await using (var refused = await ShardedWorkers.StartAsync<LettersParked>(database, 2))
        {
            await Eventually.IsTrueAsync(() => refused.Log.Contains(PostgresWorkerEventIds.SourceHalted), () => $"it is refused; the log is:\n{refused.Log}");
            Assert.Contains("[shards_parked]", refused.Log.ToString(), StringComparison.Ordinal);
            Assert.Contains("1 of its keys are parked", refused.Log.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal([database.Slot], await database.SlotsAsync());
        await database.ExecuteAsync("DELETE FROM postgres_worker.dead_letters; DELETE FROM postgres_worker.parked_keys");
        await using var two = await ShardedWorkers.StartAsync<LettersParked>(database, 2);
        await two.ReadsAsync<LettersParked>(2);
    }

    /// <summary>Makes what a number of shards needs, without running it.</summary>
    private static async Task ProvisionAsync(TestDatabase database, int shards)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Services.AddSingleton(new Inbox());
        builder.AddPostgresWorker(worker =>
        {
            worker.AddSource(Shop.Name, options =>
                (options.ConnectionString, options.Slot, options.Publication, options.Shards) = (database.ConnectionString, database.Slot, database.Publication, shards));
            worker.AddListeners<OnlySource<Shop>>();
        });
        using var host = builder.Build();
        await host.Services.GetRequiredService<IProvisioning>().ApplyAsync(Shop.Name, Token);
    }
}
