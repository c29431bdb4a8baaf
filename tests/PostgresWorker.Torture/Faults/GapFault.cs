using PostgresWorker.Torture.Checks;
using PostgresWorker.Torture.Workload;

namespace PostgresWorker.Torture.Faults;

/// <summary>I8: the slot is dropped behind the workers' back, when all else is over; they must say so and end, and not go on behind a gap.</summary>
internal static class GapFault
{
    public static async Task RunAsync(Arena arena, Findings findings, Action<string> say)
    {
        await arena.ExecuteAsync($"SELECT pg_drop_replication_slot('{Schema.Slot}')");
        await arena.ExecuteAsync("INSERT INTO items (id, writer, seq) VALUES (-1, -1, -1)");
        var run = arena.Workers[0].Start();
        run.IsExpected = true;
        await Patience.UntilAsync(() => !run.IsRunning, TimeSpan.FromSeconds(60));
        var isSaid = run.Program.Lines.Any(line => line.Contains("slot_lost", StringComparison.Ordinal));
        var slots = await arena.ScalarAsync<long>($"SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{Schema.Slot}'");
        if (run.IsRunning || !isSaid || slots > 0)
        {
            findings.Add("I8 gap is loud", $"the slot was dropped, and the worker {(run.IsRunning ? "goes on" : $"ended with {run.ExitCode}")}{(isSaid ? "" : " and does not say slot_lost")}: {string.Join(" | ", run.Program.Lines.TakeLast(5))}");
        }
        else
        {
            say($"The slot was dropped: a worker ended with {run.ExitCode} and slot_lost, and made no other.");
        }
    }
}
