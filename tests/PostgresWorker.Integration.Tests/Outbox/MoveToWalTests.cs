using System.Collections.Concurrent;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox;

/// <summary>The move of an application that is alive, step by step as docs/outbox.md tells it, and back, while a writer goes on.</summary>
public sealed class MoveToWalTests(PostgresServer server)
{
    private const int Keys = 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Capture.Outbox, Capture.Wal)]
    [InlineData(Capture.Wal, Capture.Outbox)]
    public async Task Nothing_is_lost_and_what_comes_twice_is_known_by_its_transaction_and_key(Capture from, Capture to)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, test: $"move_to_{to}", capture: from);
        var journal = new ConcurrentQueue<Change<Order>>();
        var inbox = new Inbox { Handler = (change, _) => Noted(journal, (Change<Order>)change) };
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<int> writing;

        // The application as it was.
        await using (var before = await RunningWorker.BeginAsync<Moving>(database, inbox: inbox))
        {
            await before.IsStreamingAsync();
            await database.ExecuteAsync($"INSERT INTO orders (id) SELECT g FROM generate_series(1, {Keys}) g");
            writing = WriteAsync(database, enough.Token);
            await Eventually.IsTrueAsync(() => journal.Count > Keys * 3, "it handles changes");
        }

        // 1. With both sources, the new one paused from the start.
        await using (var both = await BothAsync(database, to, inbox))
        {
            await Eventually.IsTrueAsync(() => both.Control.GetStatus("moving_wal").State == SourceState.Running && both.Control.GetStatus("moving").State == SourceState.Running, () => $"both run; the log is:\n{both.Log}");
            var count = journal.Count;
            await Eventually.IsTrueAsync(() => journal.Count > count + (Keys * 3), "the old source goes on");
            Assert.DoesNotContain(journal, change => change.Context.Source == "moving_wal");

            // 2. What was committed before the new source kept everything is handled by the old one, which then stops.
            await both.Control.WhenHandledAsync("moving", await database.CurrentLsnAsync(), Token);
            await both.Control.PauseAsync("moving", Token);

            // 3.
            both.Control.Resume("moving_wal");
            await Eventually.IsTrueAsync(() => journal.Count(change => change.Context.Source == "moving_wal") > Keys * 10, () => $"the new source goes on; the log is:\n{both.Log}");
        }

        // 4. The application as it is to be, and nothing left of the old source.
        await RemoveAsync(database, from);
        await using var after = await RunningWorker.BeginAsync<MovingWal>(database, options => Configure(options, database, to), inbox);
        await enough.CancelAsync();
        var versions = await writing;
        await Eventually.IsTrueAsync(() => Distinct(journal).Count() >= Keys * versions, () => $"{Keys * versions} changes are handled, and not {Distinct(journal).Count()}; the log is:\n{after.Log}");
        await after.StopAsync();

        Assert.Equal(journal.Count, journal.DistinctBy(change => change.Context.Id).Count());
        Assert.True(Distinct(journal).Count() < journal.Count, "Something was to come by both.");
        Assert.All(journal.GroupBy(change => (change.Context.Transaction.TransactionId, change.Row.Id)), twice => Assert.Equal(twice.Count(), twice.DistinctBy(change => change.Context.Source).Count()));
        Assert.All(Distinct(journal).GroupBy(change => change.Row.Id), key => Assert.Equal(Enumerable.Range(1, versions).Select(version => (long)version), key.Select(change => change.Row.CustomerId)));
        Assert.Equal(0, await database.ScalarAsync<long>(from == Capture.Outbox
            ? "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'postgres_worker' AND c.relname LIKE 'outbox\\_%'"
            : $"SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{database.Slot}'"));
    }

    private static Task<RunningWorker> BothAsync(TestDatabase database, Capture to, Inbox inbox) => RunningWorker.BeginAsync<Moving, BothMoving>(
        database,
        inbox: inbox,
        more: worker => worker.AddSource("moving_wal", options => Configure(options, database, to)),
        beforeStart: control => control.PauseAsync("moving_wal", Token));

    private static void Configure(SourceOptions options, TestDatabase database, Capture capture) =>
        (options.ConnectionString, options.Capture, options.Slot, options.Publication) = (database.ConnectionString, capture, $"{database.Slot}_new", $"{database.Publication}_new");

    private static Task Noted(ConcurrentQueue<Change<Order>> journal, Change<Order> change)
    {
        journal.Enqueue(change);
        return Task.CompletedTask;
    }

    /// <summary>What is left to a listener that remembers transaction and key of what it has done.</summary>
    private static IEnumerable<Change<Order>> Distinct(IEnumerable<Change<Order>> journal) => journal.DistinctBy(change => (change.Context.Transaction.TransactionId, change.Row.Id));

    private static async Task<int> WriteAsync(TestDatabase database, CancellationToken enough)
    {
        for (var version = 2; ; version++)
        {
            await database.ExecuteAsync($"UPDATE orders SET customer_id = {version}");
            if (enough.IsCancellationRequested)
            {
                return version;
            }
        }
    }

    /// <summary>Runs the statements of the page.</summary>
    private static async Task RemoveAsync(TestDatabase database, Capture from)
    {
        var section = File.ReadAllText(Page()).Split(from == Capture.Outbox ? "## From the outbox to the WAL" : "### And back")[1];
        var sql = section.Split("```sql\n")[1].Split("```")[0];
        await database.ExecuteAsync(sql.Replace("shop", database.Slot, StringComparison.Ordinal));
    }

    private static string Page() =>
        Path.Combine(Repository.Root, "docs/outbox.md");
}
