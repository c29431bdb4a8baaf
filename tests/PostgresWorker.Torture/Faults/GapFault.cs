using PostgresWorker.Torture.Checks;
using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Faults;

/// <summary>I8: what captures is taken away behind the workers' back, when all else is over; they must say so, and not go on as if nothing were.</summary>
internal static class GapFault
{
    private const string Invariant = "I8 gap is loud";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Task RunAsync(Arena arena, Findings findings, Action<string> say) => arena.IsWal ? DropSlotAsync(arena, findings, say) : DropTriggersAsync(arena, findings, say);

    private static async Task DropSlotAsync(Arena arena, Findings findings, Action<string> say)
    {
        var slot = Slots.Of(arena.Options.Shards)[^1];
        await arena.ExecuteAsync($"SELECT pg_drop_replication_slot('{slot}')");
        await arena.ExecuteAsync("INSERT INTO items (id, writer, seq) VALUES (-1, -1, -1)");
        var run = arena.Workers[0].Start();
        run.IsExpected = true;
        await Patience.UntilAsync(() => !run.IsRunning, Deadline);
        var isSaid = run.Program.Lines.Any(line => line.Contains("slot_lost", StringComparison.Ordinal));
        var slots = await arena.ScalarAsync<long>($"SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{slot}'");
        if (run.IsRunning || !isSaid || slots > 0)
        {
            findings.Add(Invariant, $"the slot was dropped, and the worker {(run.IsRunning ? "goes on" : $"ended with {run.ExitCode}")}{(isSaid ? "" : " and does not say slot_lost")}: {string.Join(" | ", run.Program.Lines.TakeLast(5))}");
        }
        else
        {
            say($"The slot was dropped: a worker ended with {run.ExitCode} and slot_lost, and made no other.");
        }
    }

    /// <summary>Over an outbox the worker makes them anew; what was written meanwhile nobody knows, so it must be said.</summary>
    private static async Task DropTriggersAsync(Arena arena, Findings findings, Action<string> say)
    {
        const string Triggers = "SELECT tgname::text FROM pg_trigger WHERE tgrelid = 'items'::regclass AND NOT tgisinternal ORDER BY 1";
        var run = arena.Workers[0].Start();
        run.IsExpected = true;
        await Patience.UntilAsync(() => run.Program.Lines.Any(ProcessFaults.IsThere), Deadline);
        var triggers = await arena.ListAsync(Triggers, row => row.GetString(0));
        foreach (var trigger in triggers)
        {
            await ServerFaults.ExecuteInTurnAsync(arena, $"DROP TRIGGER \"{trigger}\" ON items");
        }

        var isSaid = await Patience.UntilAsync(() => run.Program.Lines.Any(line => line.Contains("may miss changes", StringComparison.Ordinal)), Deadline);
        var isMended = await Patience.UntilAsync(async () => (await arena.ListAsync(Triggers, row => row.GetString(0))).SequenceEqual(triggers, StringComparer.Ordinal), Deadline);
        await arena.ExecuteAsync("INSERT INTO items (id, writer, seq) VALUES (-1, -1, -1)");
        var isHandled = await Patience.UntilAsync(() => Journals.Lines(arena.Folder, Journal.Handlings).Any(line => line.Line.Contains(" -1 -1 -1 ", StringComparison.Ordinal)), Deadline);
        if (triggers.Count == 0 || !isSaid || !isMended || !isHandled)
        {
            findings.Add(
                Invariant,
                $"{triggers.Count} triggers were dropped; the worker {(isSaid ? "says so" : "does not say so")}, {(isMended ? "makes them anew" : "does not make them anew")}, and what was written then is {(isHandled ? "" : "not ")}handled: {string.Join(" | ", run.Program.Lines.TakeLast(5))}");
        }
        else
        {
            say($"{triggers.Count} triggers were dropped: a worker said that it may miss changes, made them anew, and handled the next change.");
        }
    }
}
