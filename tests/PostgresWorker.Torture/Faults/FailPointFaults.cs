using PostgresWorker.FailPoints;
using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Faults;

/// <summary>What happens at the very steps of a change's walk.</summary>
internal static class FailPointFaults
{
    public const string KillAt = "kill-at", StallAt = "stall-at";

    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(60);

    private static readonly FailPoint[] s_wal = [.. Enum.GetValues<FailPoint>().Except([FailPoint.BeforeDeletion, FailPoint.AfterDeletion, FailPoint.InRenewal])];

    private static readonly FailPoint[] s_outbox = [.. Enum.GetValues<FailPoint>().Except([FailPoint.BeforeCheckpoint, FailPoint.AfterCheckpoint])];

    private static int s_number;

    /// <summary>The steps that there are with a capture.</summary>
    public static IReadOnlyList<FailPoint> Of(Capture capture) => capture == Capture.Wal ? s_wal : s_outbox;

    /// <summary>The process that comes to it first is killed there, and another is started.</summary>
    public static async Task<Strike> KillAtAsync(Arena arena, PlannedFault fault)
    {
        var point = Point(arena, fault);
        await ArmAsync(arena, point, ArmedFailPoints.Kill, milliseconds: 0, async number =>
        {
            if (await IsReachedAsync(arena, number))
            {
                await Patience.UntilAsync(() => Array.Exists(arena.Workers, worker => Killed(arena, worker, point) is not null), TimeSpan.FromSeconds(10));
            }
        });
        foreach (var worker in arena.Workers)
        {
            if (Killed(arena, worker, point) is { } run)
            {
                run.IsExpected = true;
                await worker.Turn.WaitAsync();
                if (worker.Current is null)
                {
                    worker.Start();
                }

                worker.Turn.Release();
                return new Strike("exit code 137", $"{run.Pid} at {point}", Breaks: true);
            }
        }

        return new Strike(null, $"{point}", Breaks: true);
    }

    /// <summary>The process that comes to it first waits there.</summary>
    public static async Task<Strike> StallAtAsync(Arena arena, PlannedFault fault)
    {
        var point = Point(arena, fault);
        var (milliseconds, isReached) = (500 + (fault.Second * 5), false);
        await ArmAsync(arena, point, ArmedFailPoints.Stall, milliseconds, async number =>
        {
            isReached = await IsReachedAsync(arena, number);
            await Task.Delay(isReached ? milliseconds : 0);
        });
        return new Strike(isReached ? "it was reached" : null, $"{milliseconds} ms at {point}", Breaks: true);
    }

    /// <summary>The process that was killed at the step, by its own word; it may have been started since that was asked for.</summary>
    private static Run? Killed(Arena arena, Instance worker, FailPoint point) => worker.Find(run => run is { IsRunning: false, IsExpected: false, ExitCode: 137 }
        && Journals.Lines(arena.Folder, Journal.Befallings).Any(line => line.Pid == run.Pid && line.Line.StartsWith($"{ArmedFailPoints.Kill} {point} ", StringComparison.Ordinal)));

    private static FailPoint Point(Arena arena, PlannedFault fault)
    {
        var points = Of(arena.Options.Capture);
        return points[fault.First % points.Count];
    }

    private static async Task ArmAsync(Arena arena, FailPoint point, string action, int milliseconds, Func<int, Task> during)
    {
        // One at a time: the workers know of one.
        await arena.FailPointTurn.WaitAsync();
        try
        {
            var number = Interlocked.Increment(ref s_number);
            if (point is FailPoint.InChunk or FailPoint.AfterChunk)
            {
                // Nothing is read without somebody who asks.
                arena.Orders.Set((RequestedActions.Snapshot, arena.NextRequest()));
            }

            if (point is FailPoint.BeforeLetter or FailPoint.AfterLetter)
            {
                // Nor is anything kept where nothing fails; of poison there is little.
                arena.Orders.Set(("parks", 20), ("spoils", 100));
            }

            arena.Orders.Set(("failpoint", point), ("action", action), ("milliseconds", milliseconds), ("number", number));
            await during(number);
        }
        finally
        {
            arena.Orders.Clear("failpoint", "action", "milliseconds", "number");
            if (point is FailPoint.BeforeLetter or FailPoint.AfterLetter)
            {
                arena.Orders.Clear("parks", "spoils");
            }

            arena.FailPointTurn.Release();
        }
    }

    private static Task<bool> IsReachedAsync(Arena arena, int number) => Patience.UntilAsync(() => File.Exists(Path.Combine(arena.Folder, $"failpoint.{number}")), Reach);
}
