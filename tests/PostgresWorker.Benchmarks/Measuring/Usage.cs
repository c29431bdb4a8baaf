using System.Diagnostics;
using System.Runtime.InteropServices;

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

    // By getrusage(2), which counts threads that have ended too: two times of day, then fourteen numbers, the last two how often one waited, and how often one was stopped.
    private static long CountSwitches()
    {
        var numbers = new long[18];
        return OperatingSystem.IsLinux() && GetUsage(0, numbers) == 0 ? numbers[16] + numbers[17] : 0;
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetUsage(int who, [Out] long[] numbers);
}
