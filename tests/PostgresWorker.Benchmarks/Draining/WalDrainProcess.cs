using System.Globalization;
using System.Runtime;

namespace PostgresWorker.Benchmarks;

/// <summary>This program started again, as one who drains a slot: warm by then, it says "ready", is told to begin, and says what it took.</summary>
internal static class WalDrainProcess
{
    /// <summary>The argument that makes it one.</summary>
    public const string Argument = "drain-wal";

    public const string Worker = "worker", Loop = "loop";

    /// <summary>Runs one.</summary>
    /// <param name="who">Who drains.</param>
    /// <param name="filled">What.</param>
    /// <param name="rows">How many.</param>
    public static async Task<Measured> MeasureAsync(string who, FilledSlot filled, int rows)
    {
        var process = new BenchProcess([Argument, who, .. await filled.ArgumentsAsync().ConfigureAwait(false), rows.ToString(CultureInfo.InvariantCulture)]);
        await using var _ = process.ConfigureAwait(false);
        await process.ReadAsync().ConfigureAwait(false);
        await process.WriteAsync("begin").ConfigureAwait(false);
        var took = Array.ConvertAll((await process.ReadAsync().ConfigureAwait(false)).Split(' '), static text => double.Parse(text, CultureInfo.InvariantCulture));
        return WalDrainBenchmarks.Measured(took[0], took[1], took[2], took[3]);
    }

    /// <summary>What the program then does.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var (who, main, slot, rows) = (arguments[0], arguments[3], arguments[4], int.Parse(arguments[5], CultureInfo.InvariantCulture));
        await WarmAsync(who, arguments[1], arguments[2]).ConfigureAwait(false);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync().ConfigureAwait(false);
        var before = Usage.Now();
        await DrainAsync(who, main, slot, rows, () =>
        {
            var after = Usage.Now();
            Console.WriteLine(FormattableString.Invariant($"{after.Seconds(before)} {(after.Processor - before.Processor).TotalSeconds} {(double)(after.Allocated - before.Allocated) / rows} {(double)(after.Switches - before.Switches) / rows}"));
        }).ConfigureAwait(false);
    }

    /// <summary>Drains other rows, until nothing is compiled any more: a worker is started once, and drains for days.</summary>
    public static async Task WarmAsync(string who, string connectionString, string slots)
    {
        foreach (var slot in slots.Split(','))
        {
            await DrainAsync(who, connectionString, slot, FilledSlot.WarmRows, static () => { }).ConfigureAwait(false);
            for (var (before, now) = (-1L, JitInfo.GetCompiledMethodCount()); now != before; now = JitInfo.GetCompiledMethodCount())
            {
                before = now;
                await Task.Delay(TimeSpan.FromMilliseconds(300)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Drains so many rows.</summary>
    private static Task DrainAsync(string who, string connectionString, string slot, int rows, Action onDrained) => who == Worker ? WorkAsync(connectionString, slot, rows, onDrained) : LoopAsync(connectionString, slot, rows, onDrained);

    private static async Task WorkAsync(string connectionString, string slot, int rows, Action onDrained)
    {
        using var host = OrderWorker.Create(connectionString, options => (options.Slot, options.Publication, options.Provision) = (slot, FilledSlot.Publication, Provision.Verify));
        var drained = DrainListeners.WhenHandledAsync(rows);
        await host.StartAsync().ConfigureAwait(false);
        await drained.ConfigureAwait(false);
        onDrained();
        await host.StopAsync().ConfigureAwait(false);
    }

    private static async Task LoopAsync(string connectionString, string slot, int rows, Action onDrained)
    {
        var handled = 0;
        await NpgsqlLoop.RunAsync(
            connectionString,
            slot,
            rows,
            (_, _) =>
            {
                if (++handled == rows)
                {
                    onDrained();
                }
            },
            CancellationToken.None).ConfigureAwait(false);
    }
}
