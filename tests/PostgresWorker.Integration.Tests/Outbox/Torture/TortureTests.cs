using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox.Torture;

/// <summary>Three processes on one outbox, to which everything happens that happens to machines. With <c>POSTGRESWORKER_OUTBOX_MINUTES</c> for so long, and with <c>POSTGRESWORKER_SEED</c> again.</summary>
public sealed class TortureTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(25);

    private readonly string _folder = Directory.CreateTempSubdirectory("torture").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TimeSpan Duration =>
        Environment.GetEnvironmentVariable("POSTGRESWORKER_OUTBOX_MINUTES") is { } minutes ? TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)) : Short;

    private static int Seed =>
        Environment.GetEnvironmentVariable("POSTGRESWORKER_SEED") is { } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : Environment.TickCount;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [SuppressMessage("Security", "CA5394", Justification = "A test that can be repeated needs a seed.")]
    public async Task Processes_that_are_killed_paused_and_restarted_lose_nothing_and_keep_the_order_of_every_key()
    {
        var seed = Seed;
        var random = new Random(seed);
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable, capture: Capture.Outbox);
        await using var first = await Machine.StartAsync(database, Path.Combine(_folder, "1"));
        await using var second = await Machine.StartAsync(database, Path.Combine(_folder, "2"));
        await using var third = await Machine.StartAsync(database, Path.Combine(_folder, "3"));
        Machine[] machines = [first, second, third];
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = new Writers(database, seed).WriteAsync(enough.Token);
        var started = Stopwatch.GetTimestamp();

        // However slow the machine is: somebody is killed and somebody paused.
        for (var action = 0; (action < 2 || Stopwatch.GetElapsedTime(started) < Duration) && !writing.IsCompleted; action++)
        {
            var machine = machines[random.Next(machines.Length)];
            await ((action % 3, random.Next(4)) switch
            {
                (0, _) => machine.KillAsync(),
                (1, _) => machine.PauseAsync(),
                (_, 0) => Task.WhenAll(machines.Select(each => each.KillAsync())),
                _ => machine.RestartAsync(),
            });
        }

        await enough.CancelAsync();
        await writing;
        await database.WhenEverythingIsConfirmedAsync();
        var written = await database.ScalarAsync<long>("SELECT sum(version) FROM items");
        Assert.True(written > 0);
        await Task.WhenAll(machines.Select(machine => machine.StopAsync()));
        var lines = machines.SelectMany(machine => machine.Delivered).OrderBy(line => line.Line.Stamp).ToArray();
        var delivered = Array.ConvertAll(lines, line => line.Line);
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"measured: {written} changes by three processes, {machines.Sum(machine => machine.Kills)} killed, {machines.Sum(machine => machine.Pauses)} paused beyond their lease, {machines.Sum(machine => machine.Restarts)} restarted: {delivered.Length - written} came twice; {machines.Sum(machine => machine.Starved.Count)} workers starved (seed {seed})"));
        Assert.True(machines.Any(machine => machine.Kills > 0), "Nobody was killed.");
        Assert.True(machines.Any(machine => machine.Pauses > 0), "Nobody was paused.");
        await AssertEveryVersionInOrderAsync(database, delivered);
        AssertOnlyTheInterruptedComeAgain(lines, machines.SelectMany(machine => machine.Interrupted).ToHashSet());
    }

    private static async Task AssertEveryVersionInOrderAsync(TestDatabase database, DeliveredLine[] delivered)
    {
        var versions = (await database.ScalarAsync<int[]>("SELECT array_agg(version ORDER BY id) FROM items"))!;
        var keys = delivered.DistinctBy(line => line.ChangeId).ToLookup(line => line.Key);
        Assert.Equal(Writers.Keys, keys.Count);
        foreach (var key in keys)
        {
            Assert.Equal(Enumerable.Range(1, versions[key.Key - 1]), key.Select(line => line.Version));
        }
    }

    private static void AssertOnlyTheInterruptedComeAgain((DeliveredLine Line, bool IsStarved)[] lines, HashSet<long> interrupted)
    {
        foreach (var change in lines.GroupBy(line => line.Line.ChangeId).Where(change => change.Count() > 1))
        {
            Assert.Single(change.Select(line => line.Line.Text).Distinct());
            Assert.True(interrupted.Contains(change.First().Line.OutboxId) || change.Any(line => line.IsStarved), $"{change.Key} came {change.Count()} times although nobody was interrupted with it.");
        }
    }
}
