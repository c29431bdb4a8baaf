using System.Globalization;

namespace PostgresWorker.Torture.Faults;

/// <summary>Does what the plan says, and says what was.</summary>
/// <param name="arena">Whom it befalls.</param>
/// <param name="say">Where to say it.</param>
internal sealed class FaultRunner(Arena arena, Action<string> say)
{
    private static readonly Dictionary<string, Func<Arena, PlannedFault, Task<Strike>>> s_faults = new(StringComparer.Ordinal)
    {
        [ProcessFaults.Kill] = ProcessFaults.KillAsync,
        [ProcessFaults.KillAll] = ProcessFaults.KillAllAsync,
        [ProcessFaults.Stop] = ProcessFaults.StopAsync,
        [ProcessFaults.Suspend] = ProcessFaults.SuspendAsync,
        [ProcessFaults.JoinOrLeave] = ProcessFaults.JoinOrLeaveAsync,
        [ServerFaults.Terminate] = ServerFaults.TerminateAsync,
        [ServerFaults.Crash] = ServerFaults.CrashAsync,
        [ServerFaults.Restart] = ServerFaults.RestartAsync,
        [ServerFaults.Lock] = ServerFaults.LockAsync,
        [ServerFaults.Ddl] = ServerFaults.DdlAsync,
        [MisfitFault.Misfit] = MisfitFault.MisfitAsync,
        [NetworkFaults.Cut] = NetworkFaults.CutAsync,
        [NetworkFaults.Delay] = NetworkFaults.DelayAsync,
        [NetworkFaults.Throttle] = NetworkFaults.ThrottleAsync,
        [NetworkFaults.Pull] = NetworkFaults.PullAsync,
        [ListenerFaults.Throw] = ListenerFaults.ThrowAsync,
        [ListenerFaults.Hang] = ListenerFaults.HangAsync,
        [ListenerFaults.SetClock] = ListenerFaults.SetClockAsync,
        [ListenerFaults.Snapshot] = ListenerFaults.SnapshotAsync,
        [LetterFaults.Park] = LetterFaults.ParkAsync,
        [LetterFaults.Replay] = LetterFaults.ReplayAsync,
        [LetterFaults.DiskFull] = LetterFaults.FillDiskAsync,
        [LetterFaults.CrashFull] = LetterFaults.CrashFullAsync,
        [FailPointFaults.KillAt] = FailPointFaults.KillAtAsync,
        [FailPointFaults.StallAt] = FailPointFaults.StallAtAsync,
    };

    private readonly List<LandedFault> _landed = [];

    /// <summary>What was, in the order of its beginning.</summary>
    public IReadOnlyList<LandedFault> Landed => [.. _landed.OrderBy(fault => fault.Began)];

    /// <summary>Does all of it. Faults that take longer than planned put off those behind them.</summary>
    public async Task RunAsync(IReadOnlyList<PlannedFault> plan, TimeSpan begin)
    {
        List<Task> open = [];
        foreach (var fault in plan)
        {
            if (Clock.SinceStart - begin > arena.Options.Duration)
            {
                break;
            }

            if (fault.At - (Clock.SinceStart - begin) is { } wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            var running = StrikeAsync(fault);
            open.Add(running);
            if (!fault.IsPaired)
            {
                await Task.WhenAll(open);
                open.Clear();
            }
        }

        await Task.WhenAll(open);
        if (arena.Options.Only.Count == 0 && !_landed.Exists(fault => fault.Fault.Kind == ListenerFaults.Snapshot))
        {
            // On a machine that has no time the plan is not done to its end; without one, some steps of the walk are none.
            await StrikeAsync(new PlannedFault(Clock.SinceStart - begin, ListenerFaults.Snapshot, 0, 0, IsPaired: false));
        }
    }

    private async Task StrikeAsync(PlannedFault fault)
    {
        var began = Clock.Now;
        Strike strike;
        try
        {
            strike = await s_faults[fault.Kind](arena, fault);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or IOException or InvalidOperationException or TimeoutException)
        {
            // Another fault was in its way.
            strike = new Strike(null, e.Message, Breaks: true);
        }

        var ended = Clock.Now;
        lock (_landed)
        {
            _landed.Add(new LandedFault(fault, strike, began, ended));
        }

        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{Clock.Since(began).TotalSeconds,7:F1} s to {Clock.Since(ended).TotalSeconds:F1} s  {fault.Kind}: {strike.Detail}; {strike.Proof ?? "DID NOT LAND"}"));
    }
}
