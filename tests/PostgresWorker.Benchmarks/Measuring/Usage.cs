using System.Diagnostics;
using System.Globalization;

namespace PostgresWorker.Benchmarks;

/// <summary>What this process has used until now, as Linux and the runtime count it.</summary>
/// <param name="Time">When.</param>
/// <param name="Processor">Processor time, of all threads.</param>
/// <param name="Allocated">Bytes allocated by managed code.</param>
/// <param name="Switches">How often a thread has given its processor away, or was made to.</param>
internal sealed record Usage(long Time, TimeSpan Processor, long Allocated, long Switches)
{
    public static Usage Now() => new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: false), CountSwitches());

    public double Seconds(Usage since) => Stopwatch.GetElapsedTime(since.Time, Time).TotalSeconds;

    /// <summary>Nanoseconds of processor time for each of <paramref name="count"/>, and what else was used for each.</summary>
    public Measured Each(Usage since, long count, params Measured.Figure[] more) => new(
        (Processor - since.Processor).TotalNanoseconds / count,
        [
            new Measured.Figure("wall", "ns", Seconds(since) * 1e9 / count),
            new Measured.Figure("allocated", "bytes", (double)(Allocated - since.Allocated) / count),
            new Measured.Figure("switches", "per change", (double)(Switches - since.Switches) / count),
            .. more,
        ]);

    // Threads that have ended are not counted: the pool's stay while there is work.
    private static long CountSwitches() => !Directory.Exists("/proc/self/task") ? 0 : Directory.EnumerateDirectories("/proc/self/task").Sum(static thread =>
    {
        try
        {
            return File.ReadLines(Path.Combine(thread, "status")).Where(static line => line.Contains("ctxt_switches", StringComparison.Ordinal)).Sum(static line => long.Parse(line.AsSpan(line.IndexOf(':') + 1).Trim(), CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return 0;
        }
    });
}
