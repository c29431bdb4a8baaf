using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Faults;

/// <summary>Changes that can't be handled for a while, and are kept until somebody asks for them; and no room to keep them.</summary>
internal static class LetterFaults
{
    public const string Park = "park", Replay = "replay", DiskFull = "disk-full", CrashFull = "full-crash";

    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(60);

    /// <summary>Keys are parked, released while some of their changes fail again, and released once more.</summary>
    public static async Task<Strike> ParkAsync(Arena arena, PlannedFault fault)
    {
        var rate = 20 + (fault.First / 20);
        var (parked, isAsked) = await PutAsideAsync(arena, fault, ("parks", rate), RequestedActions.Release);
        var keys = await arena.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.parked_keys");
        return new Strike(parked > 0 && isAsked ? $"{parked} changes parked their keys; released, {keys} were parked" : null, $"{rate} of 1000", Breaks: false);
    }

    /// <summary>Changes become dead letters that could be handled, and are delivered again.</summary>
    public static async Task<Strike> ReplayAsync(Arena arena, PlannedFault fault)
    {
        var rate = 100 + (fault.First / 5);
        var (spoilt, isAsked) = await PutAsideAsync(arena, fault, ("spoils", rate), RequestedActions.Replay);
        return new Strike(spoilt > 0 && isAsked ? $"{spoilt} calls failed, and their letters were asked for" : null, $"{rate} of 1000", Breaks: false);
    }

    /// <summary>The disk of the dead letters is full: nothing may be finished that could not be kept.</summary>
    public static Task<Strike> FillDiskAsync(Arena arena, PlannedFault fault) => WithFullDiskAsync(arena, fault, async before =>
    {
        await Task.Delay(500 + (fault.Second * 3));
        var refused = arena.Disk.Refusals - before;
        return new Strike(refused > 0 ? Proof(refused) : null, arena.Disk.Detail, Breaks: false);
    });

    /// <summary>The server crashes while that disk is full, and it still is when the server has recovered.</summary>
    public static Task<Strike> CrashFullAsync(Arena arena, PlannedFault fault) => WithFullDiskAsync(arena, fault, async before =>
    {
        var first = arena.Disk.Refusals - before;
        var isSpared = false;
        var crash = await ServerFaults.CrashInTurnAsync(arena, fault, () =>
        {
            // Recovery can need room for itself, for a table's map of free space, and Postgres does not start without.
            isSpared = arena.Disk.Refusals > before + first;
            if (isSpared)
            {
                arena.Disk.Spare();
            }

            return isSpared;
        });
        await arena.Disk.TakeAllAsync();
        var recovered = arena.Disk.Refusals;
        await Patience.UntilAsync(() => arena.Disk.Refusals > recovered, Reach);
        var then = arena.Disk.Refusals - recovered;
        return crash with
        {
            Proof = first > 0 && then > 0 && crash.Proof is not null ? $"{Proof(first)}, then {crash.Proof}, then {Proof(then)}" : null,
            Detail = $"{arena.Disk.Detail}; {crash.Detail}{(isSpared ? ", did not recover without 1 MB of room" : "")}",
        };
    });

    /// <summary>Has a worker ask for something, and waits until one did.</summary>
    public static async Task<bool> AskAsync(Arena arena, string what)
    {
        var number = arena.NextRequest();
        arena.Orders.Set((what, number));
        return await Patience.UntilAsync(() => Journals.CountOf(arena, $"{what} {number}") > 0, TimeSpan.FromSeconds(30));
    }

    /// <summary>Has calls fail whose changes are kept, asks for these while others fail, and once more when none does.</summary>
    private static async Task<(int Kept, bool IsAsked)> PutAsideAsync(Arena arena, PlannedFault fault, (string Name, int Rate) order, string request)
    {
        arena.Orders.Set((order.Name, order.Rate));
        var kept = await Journals.WhenBefallsAsync(arena, order.Name, 500 + (fault.Second * 2));
        await AskAsync(arena, request);
        arena.Orders.Clear(order.Name);
        return (kept, await AskAsync(arena, request));
    }

    /// <summary>Has changes fail that are to be kept where there is no room, until one was refused; then does something, and makes room.</summary>
    private static Task<Strike> WithFullDiskAsync(Arena arena, PlannedFault fault, Func<int, Task<Strike>> strike) => ServerFaults.InTurnAsync(arena, async () =>
    {
        try
        {
            var before = arena.Disk.Refusals;
            await arena.Disk.FillAsync();
            arena.Orders.Set(("parks", 20 + (fault.First / 20)), ("spoils", 200));
            await Patience.UntilAsync(() => arena.Disk.Refusals > before, Reach);
            return await strike(before);
        }
        finally
        {
            arena.Orders.Clear("parks", "spoils");
            await arena.Disk.FreeAsync();
        }
    });

    private static string Proof(int refused) => $"in the server's log: {refused} times {LetterDisk.Refusal}";
}
