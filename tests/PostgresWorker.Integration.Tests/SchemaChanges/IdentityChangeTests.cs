using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.SchemaChanges;

/// <summary>What updates carry with each replica identity, and when it changes under a running worker.</summary>
public sealed class IdentityChangeTests(PostgresServer server)
{
    private const string Default = "DEFAULT", Full = "FULL", Index = "USING INDEX notes_code_key";

    [Theory]
    [InlineData(Default)]
    [InlineData(Full)]
    [InlineData(Index)]
    public async Task A_large_value_that_an_update_leaves_alone_is_told_as_that_or_taken_from_the_old_row(string identity)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Note.Table, $"toast_{identity[..4]}");
        await database.ExecuteAsync($"ALTER TABLE notes REPLICA IDENTITY {identity}; INSERT INTO notes VALUES (1, 'a', {Note.Large})");
        await using var worker = await BeginAsync<Notes>(database);
        await database.ExecuteAsync("UPDATE notes SET code = 'b'");
        await database.ExecuteAsync("UPDATE notes SET body = 'small'");
        await worker.HasHandledAsync(2);
        AssertLeftAlone(identity, worker.Inbox.Of<Updated<Note>>()[0], "b");
        Assert.Equal("small", worker.Inbox.Of<Updated<Note>>()[1].New.Body.Value);
    }

    [Fact]
    public async Task With_NOTHING_inserts_come_whole_and_updates_can_not_be_asked_for()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Note.Table + "; ALTER TABLE notes REPLICA IDENTITY NOTHING");
        await using (var worker = await BeginAsync<NewNotes>(database))
        {
            await database.ExecuteAsync($"INSERT INTO notes VALUES (1, 'a', {Note.Large})");
            await database.ExecuteAsync("UPDATE notes SET code = 'b'; INSERT INTO notes VALUES (2, 'c', NULL)");
            await worker.HasHandledAsync(2);
            Assert.Equal([10_000, null], worker.Inbox.Of<Inserted<Note>>().OrderBy(inserted => inserted.New.Id).Select(inserted => inserted.New.Body.Value?.Length));
        }

        await using var updates = await RunningWorker.BeginAsync<Notes>(database, options => options.Provision = Provision.Verify);
        await updates.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Contains("[replica_identity] public.notes has no replica identity", updates.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_update_carries_what_the_identity_of_its_moment_says()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Note.Table);
        await database.ExecuteAsync($"INSERT INTO notes VALUES (1, '0', {Note.Large})");
        await using var worker = await BeginAsync<Notes>(database);
        string[] identities = [Default, Full, Index, Default, Full];
        for (var i = 0; i < identities.Length; i++)
        {
            await database.ExecuteAsync($"ALTER TABLE notes REPLICA IDENTITY {identities[i]}; UPDATE notes SET code = '{i + 1}'");
        }

        await worker.HasHandledAsync(identities.Length);
        var updates = worker.Inbox.Of<Updated<Note>>().OrderBy(update => update.Context.Lsn).ToArray();
        Assert.All(identities.Index(), identity => AssertLeftAlone(identity.Item, updates[identity.Index], $"{identity.Index + 1}"));

        // The writer is refused by the server, and the stream goes on.
        await database.ExecuteAsync("ALTER TABLE notes REPLICA IDENTITY NOTHING");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync("UPDATE notes SET code = 'x'"));
        Assert.Equal(PostgresErrorCodes.ObjectNotInPrerequisiteState, refused.SqlState);
        await database.ExecuteAsync("ALTER TABLE notes REPLICA IDENTITY DEFAULT; UPDATE notes SET code = 'last'");
        await worker.HasHandledAsync(identities.Length + 1);
    }

    /// <summary>The row type has plain properties, which need FULL: without it neither NULL nor the value of before is delivered in their place.</summary>
    [Fact]
    public async Task What_no_longer_comes_is_no_NULL_but_a_change_that_can_not_be_read()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await database.ExecuteAsync($"ALTER TABLE orders ALTER note SET STORAGE EXTERNAL; INSERT INTO orders (id, note) VALUES (1, {Note.Large}), (2, 'small')");
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("ALTER TABLE orders REPLICA IDENTITY DEFAULT");
        await database.ExecuteAsync("UPDATE orders SET customer_id = 2 WHERE id = 1; DELETE FROM orders WHERE id = 2; UPDATE orders SET note = 'known' WHERE id = 1");
        await worker.HasHandledAsync(1);
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.DeadLetterStored) == 2, () => $"two are kept; the log is:\n{worker.Log}");
        var updated = Assert.IsType<Updated<Order>>(Assert.Single(worker.Inbox.Attempts));
        Assert.Equal((null, "known"), (updated.Old, updated.New.Note));
    }

    [Fact]
    public async Task WhenChanged_compares_what_came_and_not_what_it_means()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE prices (id bigint PRIMARY KEY, price numeric NOT NULL, other int)");
        await using var worker = await BeginAsync<PricedItems>(database);
        await database.ExecuteAsync("INSERT INTO prices VALUES (1, 1.5)");
        await database.ExecuteAsync("UPDATE prices SET other = 1; UPDATE prices SET price = 1.5");
        await database.ExecuteAsync("UPDATE prices SET price = 1.50");
        await database.ExecuteAsync("UPDATE prices SET price = 1.50; UPDATE prices SET price = 2");
        await worker.HasHandledAsync(2);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal([1.50m, 2m], worker.Inbox.Of<Updated<Priced>>().Select(update => update.New.Price));
    }

    private static void AssertLeftAlone(string identity, Updated<Note> update, string code)
    {
        Assert.Equal(code, update.New.Code);
        Assert.Equal(identity != Full, update.New.Body.IsUnchanged);
        if (identity == Full)
        {
            Assert.Equal(10_000, update.New.Body.Value!.Length);
            Assert.Equal(update.New.Body, update.Old!.Body);
        }
        else
        {
            Assert.Null(update.Old);
        }
    }

    private static async Task<RunningWorker> BeginAsync<TSource>(TestDatabase database)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(database);
        await worker.IsStreamingAsync();
        return worker;
    }
}
