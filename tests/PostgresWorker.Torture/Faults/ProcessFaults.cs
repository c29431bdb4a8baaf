using System.Diagnostics;
using System.Globalization;

namespace PostgresWorker.Torture.Faults;

/// <summary>What happens to processes.</summary>
internal static class ProcessFaults
{
    public const string Kill = "kill", KillAll = "kill-all", Stop = "stop", Suspend = "suspend", JoinOrLeave = "join-leave";

    private const int Killed = 128 + 9;

    /// <summary>SIGKILL, and another start some time later.</summary>
    public static Task<Strike> KillAsync(Arena arena, PlannedFault fault) => WithRunAsync(arena, fault, async (worker, run) =>
    {
        var code = await worker.KillAsync(run);
        await Task.Delay(fault.Second % 3 * 400);
        worker.Start();
        return new Strike(code == Killed ? $"exit code {code}" : null, $"{run.Pid}", Breaks: true);
    });

    /// <summary>SIGKILL of all at once.</summary>
    public static async Task<Strike> KillAllAsync(Arena arena, PlannedFault fault)
    {
        var strikes = await Task.WhenAll(arena.Workers.Where(worker => worker.Current is not null).Select(async worker =>
        {
            await worker.Turn.WaitAsync();
            try
            {
                if (worker.Current is not { } run)
                {
                    return (0, Killed);
                }

                var code = await worker.KillAsync(run);
                worker.Start();
                return (run.Pid, code);
            }
            finally
            {
                worker.Turn.Release();
            }
        }));
        return new Strike(
            strikes.Length > 0 && Array.TrueForAll(strikes, strike => strike.Item2 == Killed) ? $"exit codes {string.Join(' ', strikes.Select(strike => strike.Item2))}" : null,
            string.Join(' ', strikes.Select(strike => strike.Item1)),
            Breaks: true);
    }

    /// <summary>SIGTERM, and another start: nothing may come twice for it.</summary>
    public static Task<Strike> StopAsync(Arena arena, PlannedFault fault) => WithRunAsync(arena, fault, async (worker, run) =>
    {
        var strike = await StopAsync(worker, run);
        worker.Start();
        return strike;
    });

    /// <summary>SIGSTOP past the timeouts of server and leases, or a little shorter; others take over, and it must see that.</summary>
    public static Task<Strike> SuspendAsync(Arena arena, PlannedFault fault) => WithRunAsync(arena, fault, async (_, run) =>
    {
        var began = Clock.Now;
        await SignalAsync(run, "-STOP");
        var isStopped = await Patience.UntilAsync(() => File.Exists($"/proc/{run.Pid}/stat") && File.ReadAllText($"/proc/{run.Pid}/stat").Contains(") T ", StringComparison.Ordinal), TimeSpan.FromSeconds(1));
        await Task.Delay(1000 + (fault.Second * 9));
        await SignalAsync(run, "-CONT");
        run.Pauses.Add((began, Clock.Now));
        return new Strike(isStopped ? "state T" : null, $"{run.Pid} for {Clock.Since(Clock.Now).TotalSeconds - Clock.Since(began).TotalSeconds:F1} s", Breaks: true);
    });

    /// <summary>The third instance comes, or goes.</summary>
    public static async Task<Strike> JoinOrLeaveAsync(Arena arena, PlannedFault fault)
    {
        var worker = arena.Workers[^1];
        await worker.Turn.WaitAsync();
        try
        {
            if (worker.Current is { } run)
            {
                return await StopAsync(worker, run) with { Detail = $"{run.Pid} leaves" };
            }

            var joined = worker.Start();
            return new Strike(
                await Patience.UntilAsync(() => joined.Program.Lines.Any(IsThere), TimeSpan.FromSeconds(30)) ? "it says that it is there" : null, $"{joined.Pid} joins", Breaks: false);
        }
        finally
        {
            worker.Turn.Release();
        }
    }

    public static bool IsThere(string line) =>
        line.Contains("reads changes from slot", StringComparison.Ordinal) || line.Contains("stands by: another instance reads slot", StringComparison.Ordinal) || line.Contains("reads outbox", StringComparison.Ordinal) || line.Contains("takes shard", StringComparison.Ordinal);

    private static async Task<Strike> StopAsync(Instance worker, Run run)
    {
        // One that has only begun does not hear of it yet.
        await Patience.UntilAsync(() => run.Program.Lines.Any(IsThere) || !run.IsRunning, TimeSpan.FromSeconds(20));
        var began = Clock.Now;
        var code = await worker.StopAsync(run);
        var took = (Clock.Now - began) / (double)Stopwatch.Frequency;
        return new Strike(
            $"exit code {code}", string.Create(CultureInfo.InvariantCulture, $"{run.Pid} ended after {took:F1} s"), Breaks: false)
        {
            Problem = code == 0 && took < 30 ? null : string.Create(CultureInfo.InvariantCulture, $"process {run.Pid} ended with {code} {took:F0} s after it was asked to: {string.Join(" | ", run.Program.Lines.TakeLast(4))}"),
        };
    }

    private static async Task<Strike> WithRunAsync(Arena arena, PlannedFault fault, Func<Instance, Run, Task<Strike>> strike)
    {
        var running = Array.FindAll(arena.Workers, each => each.Current is not null);
        var worker = running.Length == 0 ? arena.Workers[0] : running[fault.First % running.Length];
        await worker.Turn.WaitAsync();
        try
        {
            // It may be starting; that is as good a moment as any.
            return await strike(worker, worker.Current ?? worker.Start());
        }
        finally
        {
            worker.Turn.Release();
        }
    }

    private static async Task SignalAsync(Run run, string signal)
    {
        using var kill = Process.Start("/bin/kill", [signal, run.Pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
