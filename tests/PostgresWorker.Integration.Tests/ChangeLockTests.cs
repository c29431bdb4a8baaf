using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>Keys are locked while their changes are handled, by advisory locks that any session can ask for.</summary>
public sealed class ChangeLockTests(PostgresServer server)
{
    private const string IsFree = "SELECT pg_try_advisory_xact_lock(hashtextextended('public.orders:1', 0))";

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_key_is_locked_while_its_change_is_handled_and_free_again_after(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var free = new ConcurrentQueue<bool>();
        var inbox = new Inbox { Handler = async (_, _) => free.Enqueue(await database.ScalarAsync<bool>(IsFree)) };
        await using var worker = await StartAsync(database, inbox);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        Assert.Equal([false], free);
        await Eventually.IsTrueAsync(() => database.ScalarAsync<bool>(IsFree), "the key is free");
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_change_waits_for_who_holds_its_key_and_others_do_not(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await StartAsync(database, new Inbox());
        await using var session = await database.ConnectAsync();
        await using var holder = await session.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var command = session.CreateCommand();
        command.CommandText = "SELECT pg_advisory_xact_lock(hashtextextended('public.orders:1', 0))";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1), (2), (3)");
        await worker.HasHandledAsync(2);
        Assert.DoesNotContain(worker.Inbox.Attempts, change => ((Change<Order>)change).Row.Id == 1);
        await holder.RollbackAsync(TestContext.Current.CancellationToken);
        await worker.HasHandledAsync(3);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task An_attempt_whose_lock_was_lost_has_failed(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var inbox = new Inbox
        {
            Handler = async (change, _) =>
            {
                if (change.Context.Attempt == 1)
                {
                    await database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
                }
            },
        };
        await using var worker = await StartAsync(database, inbox);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(2);
        Assert.Equal(2, inbox.Attempts.Count);
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.DeliveryFailed));
    }

    private static async Task<RunningWorker> StartAsync(TestDatabase database, Inbox inbox)
    {
        var worker = await RunningWorker.BeginAsync<Shop>(database, options => options.MinRetryDelay = TimeSpan.FromMilliseconds(10), inbox, worker => worker.AddPostgresAdvisoryLocks());
        await worker.IsStreamingAsync();
        return worker;
    }
}
