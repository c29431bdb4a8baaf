using System.Globalization;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// The processor time that processes have used, as Linux counts it, in hundredths of a second. On a machine that others use too it says what something costs, where the time that passes says only what else was going on.
/// </summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100;

    /// <summary>The seconds of one process.</summary>
    public static double Of(int process) => Read(process) is { } stat ? stat.Own / TicksPerSecond : 0;

    /// <summary>The seconds of all processes that this one has started and that have ended.</summary>
    public static double OfEnded() => Read(Environment.ProcessId) is { } stat ? stat.Ended / TicksPerSecond : 0;

    /// <summary>The seconds of a server: its processes, those that have ended, and itself, without one that is left out.</summary>
    /// <param name="backend">One of its processes, which asks and is not counted.</param>
    public static double OfServer(int backend)
    {
        if (Read(backend) is not { } asking || Read(asking.Parent) is not { } server)
        {
            return 0;
        }

        var ticks = server.Own + server.Ended;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process) && process != backend && Read(process) is { } stat && stat.Parent == asking.Parent)
            {
                ticks += stat.Own;
            }
        }

        return ticks / TicksPerSecond;
    }

    private static Stat? Read(int process)
    {
        try
        {
            // Behind the name, which is in brackets and may have anything in it, the state and the parent are first.
            var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new Stat((int)Ticks(fields[1]), Ticks(fields[11]) + Ticks(fields[12]), Ticks(fields[13]) + Ticks(fields[14]));
        }
        catch (IOException)
        {
            // It has ended, or this is no Linux.
            return null;
        }
    }

    private static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    private sealed record Stat(int Parent, long Own, long Ended);
}
