using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Faults;

/// <summary>What listeners do, and what the application asks for.</summary>
internal static class ListenerFaults
{
    public const string Throw = "throw", Hang = "hang", SetClock = "clock", Snapshot = "snapshot";

    /// <summary>Listeners fail, so many in a hundred.</summary>
    public static async Task<Strike> ThrowAsync(Arena arena, PlannedFault fault)
    {
        var rate = 20 + (fault.First / 4);
        arena.Orders.Set(("throws", rate));
        var landed = await BefallsAsync(arena, "threw", fault);
        arena.Orders.Clear("throws");
        return new Strike(landed > 0 ? $"{landed} calls threw" : null, $"{rate} of 1000", Breaks: false);
    }

    /// <summary>Listeners hang until they are cancelled.</summary>
    public static async Task<Strike> HangAsync(Arena arena, PlannedFault fault)
    {
        var rate = 2 + (fault.First / 50);
        arena.Orders.Set(("hangs", rate));
        var landed = await BefallsAsync(arena, "hung", fault);
        arena.Orders.Clear("hangs");
        return new Strike(landed > 0 ? $"{landed} calls hung" : null, $"{rate} of 1000", Breaks: false);
    }

    /// <summary>The workers' clocks are set forth or back, and put right again.</summary>
    public static async Task<Strike> SetClockAsync(Arena arena, PlannedFault fault)
    {
        var seconds = (fault.First % 2 == 0 ? 1 : -1) * (60 + (fault.First * 10));
        arena.Orders.Set(("clock", seconds));
        var landed = await BefallsAsync(arena, $"clock {seconds}", fault);
        arena.Orders.Clear("clock");
        return new Strike(landed > 0 ? $"{landed} workers read it so" : null, $"{seconds} s", Breaks: false);
    }

    /// <summary>All rows of <c>items</c> are asked for again.</summary>
    public static async Task<Strike> SnapshotAsync(Arena arena, PlannedFault fault)
    {
        var landed = await LetterFaults.AskAsync(arena, RequestedActions.Snapshot);
        return new Strike(landed ? "a worker asked for it" : null, "items", Breaks: false);
    }

    private static Task<int> BefallsAsync(Arena arena, string what, PlannedFault fault) => Journals.WhenBefallsAsync(arena, what, 1000 + (fault.Second * 3));
}
