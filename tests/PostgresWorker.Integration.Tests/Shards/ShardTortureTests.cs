using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Shards;

/// <summary>
/// Worker processes of a divided source that are killed. With <c>POSTGRESWORKER_SHARD_MINUTES</c> two share four shards for so long; with <c>POSTGRESWORKER_SHARD_CHANGES</c> the number of shards is changed so often, each time with a kill in
/// the middle; with <c>POSTGRESWORKER_SEED</c> again.
/// </summary>
[Collection("shards")]
public sealed class ShardTortureTests(PostgresServer server) : IDisposable
{
    private const int Keys = 60, Shards = 4;

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(15);

    // What a worker says in the middle of a change.
    private static readonly string[] Steps = ["is changed from Shards =", "is read by Shards =", "behind which", "no more with"];

    private readonly string _folder = Directory.CreateTempSubdirectory("shards").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [SuppressMessage("Security", "CA5394", Justification = "A test that can be repeated needs a seed.")]
    public async Task Processes_that_are_killed_at_random_lose_nothing_and_keep_the_order_of_every_key()
    {
        var (seed, duration) = (Number("POSTGRESWORKER_SEED", Environment.TickCount), TimeSpan.FromMinutes(Number("POSTGRESWORKER_SHARD_MINUTES", Short.TotalMinutes)));
        var random = new Random(seed);
        await using var database = await ShardedWorkers.DatabaseAsync(server, TestWorkerProcess.ItemsTable);
        await using var first = new ShardMachine(database, Path.Combine(_folder, "1"));
        await using var second = new ShardMachine(database, Path.Combine(_folder, "2"));
        ShardMachine[] machines = [first, second];
        Array.ForEach(machines, machine => machine.Start(Shards));
        await Task.WhenAll(machines.Select(machine => machine.SaysAsync("reads changes from slot")));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = WriteAsync(database, enough.Token);
        var (kills, takeovers) = (0, new List<double>());
        for (var started = Stopwatch.GetTimestamp(); kills < 2 || Stopwatch.GetElapsedTime(started) < duration; kills++)
        {
            await WhenSharedAsync(database, machines);
            var (killed, other) = random.Next(2) == 0 ? (first, second) : (second, first);
            await killed.KillAsync();
            var at = Stopwatch.GetTimestamp();
            await Eventually.IsTrueAsync(async () => await ActiveAsync(database) == Shards, () => $"the other has taken all shards; it says:\n{string.Join('\n', other.Lines)}");
            takeovers.Add(Stopwatch.GetElapsedTime(at).TotalSeconds);
            killed.Start(Shards);
        }

        await enough.CancelAsync();
        await writing;
        await AssertAllInOrderAsync(database, machines, $"{kills} kills of one of two processes over {Shards} shards; taking over took {takeovers.Average():F1} s on average, {takeovers.Max():F1} s at most (seed {seed})");
        await Task.WhenAll(machines.Select(machine => machine.StopAsync()));
    }

    [Fact]
    [SuppressMessage("Security", "CA5394", Justification = "A test that can be repeated needs a seed.")]
    public async Task A_change_of_their_number_that_is_killed_in_the_middle_loses_nothing_and_keeps_the_order_of_every_key()
    {
        var (seed, changes) = (Number("POSTGRESWORKER_SEED", Environment.TickCount), Number("POSTGRESWORKER_SHARD_CHANGES", 2));
        var random = new Random(seed);
        await using var database = await ShardedWorkers.DatabaseAsync(server, TestWorkerProcess.ItemsTable);
        await using var machine = new ShardMachine(database, _folder);
        machine.Start(1);
        await machine.SaysAsync("reads changes from slot");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = WriteAsync(database, enough.Token);
        var (count, said) = (1, new List<string>());
        for (var change = 0; change < changes; change++)
        {
            // 1, 3, 2, and on.
            count = count == 3 ? 2 : count == 2 ? 1 : 3;
            await machine.KillAsync();
            machine.Start(count);
            var step = Steps[random.Next(Steps.Length)];
            await machine.SaysAsync(step);
            await machine.KillAsync();
            said.Add($"{count} ({step})");
            machine.Start(count);
            await Eventually.IsTrueAsync(() => machine.Lines.Any(line => line.Contains(count == 1 ? $"slot {database.Slot}" : $"of{count}", StringComparison.Ordinal) && TestWorkerProcess.IsStreaming(line)), () => $"it goes on; it says:\n{string.Join('\n', machine.Lines)}");
        }

        await enough.CancelAsync();
        await writing;
        await AssertAllInOrderAsync(database, [machine], $"changed from 1 to {string.Join(", ", said)} (seed {seed})");
        await Eventually.IsTrueAsync(async () => (await database.SlotsAsync()).Length == count, "the slots of other numbers are dropped");
        await machine.StopAsync();
    }

    private static int Number(string variable, int otherwise) => (int)Number(variable, (double)otherwise);

    private static double Number(string variable, double otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static Task<long> ActiveAsync(TestDatabase database) => database.ScalarAsync<long>("SELECT count(*) FROM pg_replication_slots WHERE database = current_database() AND active");

    private static Task WhenSharedAsync(TestDatabase database, ShardMachine[] machines) => Eventually.IsTrueAsync(
        async () => await ActiveAsync(database) == Shards && machines.All(machine => machine.Streams > 0), () => $"both read shards; they say:\n{string.Join("\n---\n", machines.Select(machine => string.Join('\n', machine.Lines)))}");

    private static async Task WriteAsync(TestDatabase database, CancellationToken enough)
    {
        await database.ExecuteAsync($"INSERT INTO items (id) SELECT g FROM generate_series(1, {Keys}) g");
        while (!enough.IsCancellationRequested)
        {
            await database.ExecuteAsync("UPDATE items SET version = version + 1");
            await Task.Delay(20, Token);
        }
    }

    private static async Task AssertAllInOrderAsync(TestDatabase database, ShardMachine[] machines, string measured)
    {
        var versions = await database.ScalarAsync<int>("SELECT max(version) FROM items");
        IReadOnlyList<DeliveredLine> delivered = [];
        await Eventually.IsTrueAsync(
            () => (delivered = [.. machines.SelectMany(machine => machine.Delivered).OrderBy(line => line.Stamp)]).DistinctBy(line => line.ChangeId).Count() >= versions * Keys,
            () => $"all {versions * Keys} changes are delivered, and not {delivered.DistinctBy(line => line.ChangeId).Count()}; they say:\n{string.Join("\n---\n", machines.Select(machine => string.Join('\n', machine.Lines)))}");
        TestContext.Current.TestOutputHelper!.WriteLine($"measured: {versions * Keys} changes, of which {delivered.Count - (versions * Keys)} came twice; {measured}");
        foreach (var key in delivered.DistinctBy(line => line.ChangeId).GroupBy(line => line.Key))
        {
            Assert.Equal(Enumerable.Range(1, versions), key.Select(line => line.Version));
        }
    }
}
