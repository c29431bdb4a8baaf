using System.Diagnostics;
using System.Globalization;
using PostgresWorker.FailPoints;
using PostgresWorker.Torture.Checks;
using PostgresWorker.Torture.Faults;
using PostgresWorker.Torture.Oracle;
using PostgresWorker.Torture.Worker;
using PostgresWorker.Torture.Workload;

namespace PostgresWorker.Torture;

/// <summary>One run: workers on a server, writers, and faults as planned; then calm, and the comparison.</summary>
internal sealed class TortureRun(TortureOptions options, Action<string> say)
{
    private const int Writers = 5;

    // Mistakes may keep it from ever coming.
    private TimeSpan Calm => options.Mutant == Mutant.None ? TimeSpan.FromMinutes(3) : TimeSpan.FromSeconds(40);

    /// <summary>What is against the promises.</summary>
    public Findings Findings { get; } = new();

    /// <summary>What was.</summary>
    public Evidence? Evidence { get; private set; }

    /// <summary>How often fail points were reached.</summary>
    public FailPointTable Points { get; } = [];

    public async Task RunAsync()
    {
        var folder = options.Keep ?? Directory.CreateTempSubdirectory("torture").FullName;
        try
        {
            await using var arena = await Arena.OpenAsync(options, folder);
            say($"Postgres {arena.Server.Version}, seed {options.Seed}, {options.Capture}{(options.Mutant == Mutant.None ? "" : $", mutant {options.Mutant}")}");
            await RunAsync(arena);
        }
        finally
        {
            if (options.Keep is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private async Task RunAsync(Arena arena)
    {
        var plan = Plan.Of(options);
        foreach (var fault in plan)
        {
            say(string.Create(CultureInfo.InvariantCulture, $"planned {fault.At.TotalSeconds,6:F1} s  {fault.Kind} ({fault.First}, {fault.Second}){(fault.IsPaired ? " with the next" : "")}"));
        }

        arena.Workers[0].Start();
        if (!await Patience.UntilAsync(() => arena.Runs.Any(run => run.Program.Lines.Any(line => line.Contains("reads changes from slot", StringComparison.Ordinal) || line.Contains("reads outbox", StringComparison.Ordinal))), TimeSpan.FromSeconds(60)))
        {
            throw new InvalidOperationException($"The worker does not start. It says:\n{string.Join('\n', arena.Runs.First().Program.Lines)}");
        }

        await arena.ExecuteAsync(Schema.LateRecords);
        await arena.Disk.MountAsync();
        arena.Workers[1].Start();
        var runner = new FaultRunner(arena, say);
        await using var sampler = new Sampler(arena);
        sampler.Start();
        using var enough = new CancellationTokenSource();
        Writer[] writers = [.. Enumerable.Range(0, Writers).Select(number => new Writer(number, arena.Direct, () => arena.IsFull, new Chance(options.Seed + (31 * (number + 1)))))];
        var writing = Task.WhenAll(writers.Select(writer => writer.RunAsync(enough.Token)));
        await runner.RunAsync(plan, Clock.SinceStart);
        await enough.CancelAsync();
        await writing;
        var recovery = await CalmAsync(arena);
        await StopAsync(arena);
        KeepLines(arena);
        say("Reading the reference.");
        Evidence = await GatherAsync(arena, runner, sampler, recovery);
        if (options.Mutant == Mutant.None)
        {
            await GapFault.RunAsync(arena, Findings, say);
        }

        foreach (var point in FailPointFaults.Of(options.Capture))
        {
            Points.Add((point, arena.Counts.Reached(point), arena.Counts.Kills(point)));
        }

        Judge();
    }

    private void Judge()
    {
        CompletenessCheck.Run(Evidence!, Findings);
        OrderCheck.Run(Evidence!, Findings);
        PositionCheck.Run(Evidence!, Findings);
        EffectCheck.Run(Evidence!, Findings);
        RunCheck.Run(Evidence!, Points, Findings);
        Evidence!.Repeats = Repeats.Run(Evidence, Findings);
    }

    /// <summary>Nothing happens any more, and everything is to be handled soon.</summary>
    private async Task<TimeSpan> CalmAsync(Arena arena)
    {
        arena.Orders.Clear("throws", "hangs", "parks", "spoils", "clock", "failpoint", "action", "milliseconds", "number");
        foreach (var worker in arena.Workers.Where(worker => worker.Current is null))
        {
            worker.Start();
        }

        var began = Clock.Now;
        var written = await arena.ScalarAsync<string>("SELECT pg_current_wal_lsn()::text");
        if (arena.IsWal)
        {
            // An idle source confirms in steps of a mebibyte.
            await arena.ExecuteAsync("SELECT pg_logical_emit_message(true, 'nobody''s', repeat('x', 1100000))");
        }

        var done = arena.IsWal
            ? $"SELECT count(*) = {options.Shards} AND bool_and(confirmed_flush_lsn >= '{written}') FROM pg_replication_slots WHERE slot_name = ANY ({Slots.Sql(options.Shards)})"
            : $"SELECT NOT EXISTS (SELECT FROM {Arena.Outbox})";
        const string Snapshots = "SELECT NOT EXISTS (SELECT FROM postgres_worker.snapshots WHERE finished_at IS NULL)";
        if (!await Patience.UntilAsync(async () => await AreKeptNoMoreAsync(arena) && await arena.ScalarAsync<bool>(done) && await arena.ScalarAsync<bool>(Snapshots), Calm))
        {
            Findings.Add("I7 liveness", $"not everything was handled {Calm.TotalMinutes:F0} minutes after the last fault. The workers say: {string.Join(" | ", arena.Runs.Where(run => run.IsRunning).SelectMany(run => run.Program.Lines.TakeLast(8)))}");
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Asks for all that could be handled meanwhile, until nothing of it is left.</summary>
    private static async Task<bool> AreKeptNoMoreAsync(Arena arena)
    {
        var parked = await arena.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM postgres_worker.parked_keys)");
        var letters = await arena.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM postgres_worker.dead_letters WHERE exception_type = '{typeof(SpoiltException).FullName}')");
        if (parked)
        {
            await LetterFaults.AskAsync(arena, RequestedActions.Release);
        }

        if (letters)
        {
            await LetterFaults.AskAsync(arena, RequestedActions.Replay);
        }

        return !parked && !letters;
    }

    private void KeepLines(Arena arena)
    {
        foreach (var run in options.Keep is null ? [] : arena.Runs)
        {
            File.WriteAllLines(Path.Combine(arena.Folder, $"{run.Pid}.log"), run.Program.Lines);
        }
    }

    private async Task StopAsync(Arena arena)
    {
        foreach (var worker in arena.Workers)
        {
            if (worker.Current is { } run && await worker.StopAsync(run) is not 0 and var code)
            {
                Findings.Add("I7 liveness", $"process {run.Pid} ended with {code} when it was asked to.");
            }
        }
    }

    private async Task<Evidence> GatherAsync(Arena arena, FaultRunner runner, Sampler sampler, TimeSpan recovery)
    {
        await arena.ExecuteAsync("INSERT INTO oracle_end DEFAULT VALUES");
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        return new Evidence
        {
            Options = options,
            SystemIdentifier = await arena.ScalarAsync<string>("SELECT system_identifier::text FROM pg_control_system()"),
            Reference = await Slots.DivideAsync(arena, await ReferenceStream.ReadAsync(arena.Direct, messages: arena.IsWal, deadline.Token)),
            Deliveries = JournalLine.ReadAll(arena.Folder),
            Faults = runner.Landed,
            Runs = [.. arena.Runs],
            Samples = [.. sampler.Samples],
            Letters = await Letter.ReadAllAsync(arena),
            Effects = (await arena.ListAsync("SELECT change_id, count(*) FROM mirror.effects GROUP BY 1", row => (row.GetString(0), row.GetInt64(1)))).ToDictionary(effect => effect.Item1, effect => effect.Item2, StringComparer.Ordinal),
            MirrorDifferences = await arena.ScalarAsync<long>(
                "SELECT count(*) FROM (SELECT id, writer, seq, filling, payload FROM items) a FULL JOIN mirror.items b USING (id) WHERE (a.writer, a.seq, a.filling, a.payload) IS DISTINCT FROM (b.writer, b.seq, b.filling, b.payload)"),
            LateRecords = await arena.ScalarAsync<long>("SELECT count(*) FROM mirror.late"),
            Recovery = recovery,
        };
    }
}
