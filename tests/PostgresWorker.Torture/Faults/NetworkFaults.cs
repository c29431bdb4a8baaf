using System.Globalization;

namespace PostgresWorker.Torture.Faults;

/// <summary>What happens between workers and server.</summary>
internal static class NetworkFaults
{
    public const string Cut = "cut", Delay = "delay", Throttle = "throttle", Pull = "pull-cable";

    // What tcp_keepalives_idle, _interval and _count say of a connection on which nobody answers; the proxy's own end of it always does.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    /// <summary>All connections are reset.</summary>
    public static async Task<Strike> CutAsync(Arena arena, PlannedFault fault)
    {
        var cut = 0;
        await Patience.UntilAsync(() => (cut = arena.Proxy.Cut()) > 0, TimeSpan.FromSeconds(10));
        return new Strike(cut > 0 ? $"{cut} connections reset" : null, "all", Breaks: true);
    }

    /// <summary>Everything takes longer.</summary>
    public static async Task<Strike> DelayAsync(Arena arena, PlannedFault fault)
    {
        var held = arena.Proxy.Held;
        arena.Proxy.Delay = TimeSpan.FromMilliseconds(20 + (fault.First / 4));
        await Task.Delay(1000 + (fault.Second * 3));
        var detail = string.Create(CultureInfo.InvariantCulture, $"{arena.Proxy.Delay.TotalMilliseconds} ms");
        arena.Proxy.Delay = TimeSpan.Zero;
        return new Strike(arena.Proxy.Held > held ? $"{arena.Proxy.Held - held} pieces held back" : null, detail, Breaks: true);
    }

    /// <summary>Little passes.</summary>
    public static async Task<Strike> ThrottleAsync(Arena arena, PlannedFault fault)
    {
        var held = arena.Proxy.Held;
        arena.Proxy.BytesPerSecond = 16_000 + (fault.First * 100);
        await Task.Delay(1000 + (fault.Second * 3));
        var detail = $"{arena.Proxy.BytesPerSecond} bytes a second";
        arena.Proxy.BytesPerSecond = 0;
        return new Strike(arena.Proxy.Held > held ? $"{arena.Proxy.Held - held} pieces held back" : null, detail, Breaks: true);
    }

    /// <summary>Nothing passes any more on the connections that there are, and nobody says so: each side finds out by itself.</summary>
    public static async Task<Strike> PullAsync(Arena arena, PlannedFault fault)
    {
        var swallowed = arena.Proxy.Swallow();
        _ = GiveUpAsync(swallowed);
        await Patience.UntilAsync(() => swallowed.Any(connection => connection.Swallowed > 0), TimeSpan.FromSeconds(20));
        var bytes = swallowed.Sum(connection => connection.Swallowed);
        return new Strike(bytes > 0 ? $"{bytes} bytes lost on {swallowed.Length} connections" : null, $"{swallowed.Length} connections", Breaks: true)
        {
            // A worker that only reads finds out by its timeout of a minute; the server has let another in by then.
            Aftermath = TimeSpan.FromSeconds(75),
        };
    }

    private static async Task GiveUpAsync(ProxiedConnection[] swallowed)
    {
        await Task.Delay(KeepAlive);
        Array.ForEach(swallowed, connection => connection.GiveUp());
    }
}
