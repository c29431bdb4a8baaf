using System.Diagnostics;
using System.Globalization;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Store;

/// <summary>Listeners move money in the transactions that they are handed, and are killed all the time: not a cent is lost or moved twice.</summary>
public sealed class BankTests(PostgresServer server)
{
    private const int Accounts = 50, Outstanding = 300, Instances = 3;

    private const string Schema =
        """
        CREATE TABLE transfers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, from_account int NOT NULL, to_account int NOT NULL, amount bigint NOT NULL);
        CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL DEFAULT 0, moves bigint NOT NULL DEFAULT 0);
        CREATE TABLE batched_accounts (LIKE accounts INCLUDING ALL);
        INSERT INTO accounts (id) SELECT g FROM generate_series(1, 50) g;
        INSERT INTO batched_accounts (id) SELECT g FROM generate_series(1, 50) g;
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A hundred with POSTGRESWORKER_KILLS=100, which takes some minutes. Of an outbox fewer: the lanes of one that was killed are free when its lease has run out.</summary>
    private static int KillsOf(Capture capture) => int.Parse(Environment.GetEnvironmentVariable("POSTGRESWORKER_KILLS") ?? "15", CultureInfo.InvariantCulture) / (capture == Capture.Wal ? 1 : 5);

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task After_kills_at_random_every_account_has_what_the_transfers_say(Capture capture)
    {
        var wanted = KillsOf(capture);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var database = await TestDatabase.CreateAsync(server.Server, Schema, capture: capture);
        var workers = new Queue<ThrowAwayProgram>();
        var (landed, kills, began) = (0, 0, Stopwatch.GetTimestamp());
        try
        {
            for (; landed < wanted; kills++)
            {
                Assert.True(kills < wanted * 2, $"{kills - landed} of {kills} kills found nothing to do.");
                while (workers.Count < Instances)
                {
                    workers.Enqueue(TestWorkerProcess.Start(database, ("Bank", "yes"), ("PostgresWorker__Sources__bank__MinRetryDelay", "00:00:00.005")));
                }

                // What is written before there is a slot is there for nobody.
                var worker = await ActiveAsync(workers);
                await TopUpAsync(database);
                var left = random.Next(20, Outstanding + 1);
                await Eventually.IsTrueAsync(async () => await OutstandingAsync(database) <= left, () => $"it works; it says:\n{string.Join('\n', worker.Lines)}");
                await worker.KillAsync(Token);

                // Gone, and with work before it.
                Assert.Throws<ArgumentException>(() => Process.GetProcessById(worker.ProcessId));
                landed += await OutstandingAsync(database) > 0 ? 1 : 0;
                await worker.DisposeAsync();
            }

            await Eventually.IsTrueAsync(async () => await OutstandingAsync(database) <= 0, () => $"every transfer is made; the workers say:\n{string.Join('\n', workers.SelectMany(worker => worker.Lines))}", TimeSpan.FromSeconds(120));
            foreach (var accounts in (string[])["accounts", "batched_accounts"])
            {
                Assert.Equal(0L, await DifferencesAsync(database, accounts));
                Assert.InRange(await CountAsync(database), wanted * 50, int.MaxValue);
                Assert.Equal(await CountAsync(database), await database.ScalarAsync<decimal>($"SELECT sum(moves) / 2 FROM {accounts}"));
            }
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"measured: {landed} of {kills} kills landed amid {await CountAsync(database)} transfers in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s (seed {seed})");
    }

    /// <summary>The instance that has come to read; those that stand by have not said so.</summary>
    private static async Task<ThrowAwayProgram> ActiveAsync(Queue<ThrowAwayProgram> workers)
    {
        ThrowAwayProgram? active = null;
        await Eventually.IsTrueAsync(() => (active = workers.FirstOrDefault(IsActive)) is not null, () => $"one reads; they say:\n{string.Join('\n', workers.SelectMany(worker => worker.Lines))}");
        ThrowAwayProgram[] others = [.. workers.Where(worker => worker != active)];
        workers.Clear();
        Array.ForEach(others, workers.Enqueue);
        return active!;
    }

    private static bool IsActive(ThrowAwayProgram worker) => worker.Lines.Any(TestWorkerProcess.IsStreaming);

    /// <summary>Adds transfers, a few to a transaction, so that there is always something to be interrupted in.</summary>
    private static async Task TopUpAsync(TestDatabase database)
    {
        for (var missing = Outstanding - await OutstandingAsync(database); missing > 0; missing -= 20)
        {
            await database.ExecuteAsync($"INSERT INTO transfers (from_account, to_account, amount) SELECT a, 1 + (a + b) % {Accounts}, 1 + (random() * 1000)::int FROM (SELECT 1 + (random() * {Accounts - 1})::int AS a, (random() * {Accounts - 2})::int AS b FROM generate_series(1, 20)) AS t");
        }
    }

    private static Task<long> CountAsync(TestDatabase database) => database.ScalarAsync<long>("SELECT count(*) FROM transfers");

    /// <summary>How many transfers are not made yet by both listeners.</summary>
    private static Task<long> OutstandingAsync(TestDatabase database) => database.ScalarAsync<long>(
        "SELECT (SELECT count(*) FROM transfers) - least((SELECT sum(moves) FROM accounts), (SELECT sum(moves) FROM batched_accounts))::bigint / 2");

    /// <summary>How many accounts have another balance than the transfers say.</summary>
    private static Task<long> DifferencesAsync(TestDatabase database, string accounts) => database.ScalarAsync<long>(
        $"SELECT count(*) FROM {accounts} a WHERE balance <> (SELECT coalesce(sum(CASE to_account WHEN a.id THEN amount ELSE -amount END), 0) FROM transfers t WHERE a.id IN (t.from_account, t.to_account))");
}
