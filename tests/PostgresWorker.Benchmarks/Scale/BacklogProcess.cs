using System.Diagnostics;
using System.Globalization;

namespace PostgresWorker.Benchmarks;

/// <summary>This program started again, as a worker that drains a long backlog and tells how it goes: for each fifth, the time of a row in microseconds, and its resident memory at the end in megabytes.</summary>
internal static class BacklogProcess
{
    /// <summary>The argument that makes it one; what to become warm with, what to drain, and how much follow.</summary>
    public const string Argument = "backlog";

    private const int Parts = 5;

    public static async Task<double[]> MeasureAsync(FilledSlot filled, int rows)
    {
        var process = new BenchProcess([Argument, .. await filled.ArgumentsAsync().ConfigureAwait(false), rows.ToString(CultureInfo.InvariantCulture)]);
        await using var _ = process.ConfigureAwait(false);
        return Array.ConvertAll((await process.ReadAsync().ConfigureAwait(false)).Split(' '), static text => double.Parse(text, CultureInfo.InvariantCulture));
    }

    /// <summary>What the program then does.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var part = int.Parse(arguments[4], CultureInfo.InvariantCulture) / Parts;
        await WalDrainProcess.WarmAsync(WalDrainProcess.Worker, arguments[0], arguments[1]).ConfigureAwait(false);
        using var host = OrderWorker.Create(arguments[2], options => (options.Slot, options.Publication, options.Provision) = (arguments[3], FilledSlot.Publication, Provision.Verify));
        var handled = DrainListeners.Handled;
        await host.StartAsync().ConfigureAwait(false);
        List<double> took = [];
        for (var (i, since) = (1, Stopwatch.GetTimestamp()); i <= Parts; i++)
        {
            await DrainListeners.WhenHandledAsync(((long)part * i) - (DrainListeners.Handled - handled)).ConfigureAwait(false);
            took.Add(Stopwatch.GetElapsedTime(since).TotalMicroseconds / part);
            took.Add(Environment.WorkingSet / 1e6);
            since = Stopwatch.GetTimestamp();
        }

        Console.WriteLine(string.Join(' ', took.Select(static figure => figure.ToString(CultureInfo.InvariantCulture))));
        await host.StopAsync().ConfigureAwait(false);
    }
}
