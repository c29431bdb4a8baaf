using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.SchemaChanges;

/// <summary>Partitions that come and go while a worker reads their root.</summary>
public sealed class PartitionChangeTests(PostgresServer server)
{
    private const string Table = "CREATE TABLE accounts (id bigint, email text NOT NULL) PARTITION BY RANGE (id); CREATE TABLE low PARTITION OF accounts FOR VALUES FROM (0) TO (10)";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_of_a_partition_are_the_roots_from_ATTACH_to_DETACH_and_columns_may_stand_in_another_order()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Table);
        await using var worker = await RunningWorker.BeginAsync<Accounts>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("CREATE TABLE high (email text NOT NULL, gone int, id bigint); ALTER TABLE high DROP gone, REPLICA IDENTITY FULL; INSERT INTO high VALUES ('before', 11)");
        await database.ExecuteAsync("ALTER TABLE accounts ATTACH PARTITION high FOR VALUES FROM (10) TO (20); CREATE TABLE made PARTITION OF accounts FOR VALUES FROM (20) TO (30); ALTER TABLE made REPLICA IDENTITY FULL");
        await database.ExecuteAsync("INSERT INTO accounts VALUES (1, 'low'), (12, 'attached'), (21, 'made')");
        await database.ExecuteAsync("UPDATE accounts SET email = 'changed' WHERE id = 11");
        await worker.HasHandledAsync(4);
        await database.ExecuteAsync("ALTER TABLE accounts DETACH PARTITION high; INSERT INTO high VALUES ('detached', 13); DELETE FROM high; DROP TABLE made; INSERT INTO accounts VALUES (2, 'last')");
        await worker.HasHandledAsync(5);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(["attached", "last", "low", "made"], worker.Inbox.Of<Inserted<AccountEmail>>().Select(inserted => inserted.New.Email).Order(StringComparer.Ordinal));
        var updated = Assert.Single(worker.Inbox.Of<Updated<AccountEmail>>());
        Assert.Equal(("before", "changed"), (updated.Old!.Email, updated.New.Email));
        Assert.All(worker.Inbox.Handled, change => Assert.Equal(new TableName("public", "accounts"), change.Context.Table));
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
    }

    [Fact]
    public async Task A_partition_that_was_attached_without_the_identity_is_named_at_the_next_start()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Table);
        await using (var worker = await RunningWorker.BeginAsync<Accounts>(database))
        {
            await worker.IsStreamingAsync();
        }

        await database.ExecuteAsync("CREATE TABLE high (LIKE accounts); ALTER TABLE accounts ATTACH PARTITION high FOR VALUES FROM (10) TO (20)");
        await using var verifying = await RunningWorker.BeginAsync<Accounts>(database, options => options.Provision = Provision.Verify);
        await verifying.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Contains("[replica_identity] public.high has no replica identity", verifying.Log.ToString(), StringComparison.Ordinal);
    }
}
