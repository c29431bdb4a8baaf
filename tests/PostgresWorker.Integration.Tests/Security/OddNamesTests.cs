using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Snapshots;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Security;

/// <summary>Names are names, whatever is in them, from provisioning to dead letters.</summary>
public sealed class OddNamesTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Quotes_dots_placeholders_and_63_bytes_go_all_the_way(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Odd.Create, capture: capture);
        await database.ExecuteAsync($"INSERT INTO {Odd.Table} VALUES (1, 'there', 1)");
        var inbox = new Inbox { Handler = (change, _) => change is Deleted<Odd> ? throw new InvalidOperationException("no") : Task.CompletedTask };
        await using var worker = await RunningWorker.BeginAsync<OddSource>(database, options => (options.StartFrom, options.MaxAttempts) = (StartFrom.Snapshot, 1), inbox);
        await SnapshotTests.IsDoneAsync(worker, OddSource.Name, rows: 1);
        await database.ExecuteAsync($"INSERT INTO {Odd.Table} VALUES (2, 'new', NULL), (3, 'it''s {{0}}', 3)");
        await database.ExecuteAsync($"UPDATE {Odd.Table} SET \"from.$1\" = 9 WHERE \"sel\"\"ect\" < 3");
        await database.ExecuteAsync($"DELETE FROM {Odd.Table}");
        await Eventually.IsTrueAsync(async () => (await worker.DeadLetters.ListAsync(OddSource.Name, cancellationToken: Token)).Count == 4, () => $"the letters are there; the log is:\n{worker.Log}");

        Assert.Equal([new Odd(1, "there", 1), new Odd(1, "there", 1)], inbox.Of<Existing<Odd>>().Select(change => change.Row));
        Assert.Equal([new Odd(2, "new", null), new Odd(2, "new", null)], inbox.Of<Inserted<Odd>>().Select(change => change.Row));
        Assert.Equal([new Odd(1, "there", 9), new Odd(1, "there", 9), new Odd(2, "new", 9), new Odd(2, "new", 9)], inbox.Of<Updated<Odd>>().Select(change => change.Row).OrderBy(row => row.Id));
        var table = inbox.Handled[0].Context.Table;
        Assert.Equal(Odd.Table, table.ToSql());
        Assert.All(await worker.DeadLetters.ListAsync(OddSource.Name, cancellationToken: Token), letter => Assert.Equal(table, letter.Table));
    }
}
