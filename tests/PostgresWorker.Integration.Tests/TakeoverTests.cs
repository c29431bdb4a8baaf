using System.Diagnostics;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration;

/// <summary>How soon an instance that stands by delivers what the active one no longer can.</summary>
public sealed class TakeoverTests(PostgresServer server)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_when_the_active_instance_is_killed_comes_to_the_next_within_5_s()
    {
        var took = await TakeOverAsync("killed", active => active.KillAsync(Token));
        Assert.True(took < Bound, $"It took {took}.");
    }

    [Fact]
    public async Task A_frozen_instance_is_replaced_within_5_s_of_WalSenderTimeout()
    {
        var took = await TakeOverAsync("frozen", Signal.StopAsync, ("PostgresWorker__Sources__test__WalSenderTimeout", "00:00:02"));
        Assert.True(took < TimeSpan.FromSeconds(2) + Bound, $"It took {took}.");
    }

    private async Task<TimeSpan> TakeOverAsync(string how, Func<ThrowAwayProgram, Task> end, params (string Name, string Value)[] settings)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable, how);
        var folder = Directory.CreateTempSubdirectory("takeover");
        try
        {
            await using var active = TestWorkerProcess.Start(database, [("Log", Path.Combine(folder.FullName, "active")), .. settings]);
            await TestWorkerProcess.IsStreamingAsync(active, Token);
            var log = Path.Combine(folder.FullName, "next");
            await using var next = TestWorkerProcess.Start(database, [("Log", log), .. settings]);
            await next.LineAsync(line => line.Contains("another instance", StringComparison.Ordinal), Token);
            var ended = Stopwatch.GetTimestamp();
            await end(active);
            await database.ExecuteAsync("INSERT INTO items (id) VALUES (1)");
            await Eventually.IsTrueAsync(() => DeliveredLine.Count(log) == 1, () => $"the next has delivered; it says:\n{string.Join('\n', next.Lines)}");
            var took = Stopwatch.GetElapsedTime(ended);

            // A frozen one hears no request to end.
            await (how == "frozen" ? active.KillAsync(Token) : Task.CompletedTask);
            TestContext.Current.TestOutputHelper!.WriteLine($"measured: the next instance delivered {took.TotalSeconds:F1} s after the active one was {how}");
            return took;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
