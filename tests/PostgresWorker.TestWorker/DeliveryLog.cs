using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace PostgresWorker.TestWorker;

/// <summary>
/// Tells the test what was delivered: a line for each change in the file <c>Log</c>, written through so that it outlives SIGKILL; or, for
/// very many changes, only a summary when <c>Expect</c> of them have come. With <c>Stamps</c> a line tells when, by a clock that all processes share.
/// </summary>
internal sealed class DeliveryLog(IConfiguration configuration) : IDisposable
{
    private readonly FileStream? _file = configuration["Log"] is { } path
        ? new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0)
        : null;

    private readonly bool _hasStamps = configuration["Stamps"] is not null;
    private readonly long _expected = long.Parse(configuration["Expect"] ?? "0", CultureInfo.InvariantCulture);
    private readonly Dictionary<long, int> _versions = [];
    private readonly Lock _lock = new();
    private long _count;
    private long _disorder;

    public void Write(Change<Item> change)
    {
        lock (_lock)
        {
            if (++_count == 1)
            {
                Say($"first change after {SinceStart().TotalMilliseconds:F0} ms");
            }

            if (_file is not null)
            {
                _file.Write(Encoding.UTF8.GetBytes($"{change.Context.Id} {change.Row.Id} {change.Row.Version} {change.Action} {change.Row.State} {change.Row.Price.ToString(CultureInfo.InvariantCulture)} {change.Row.Note}{Stamp()}\n"));
                return;
            }

            Count(change.Row);
        }
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Counts changes whose version is not behind the one before it of the same key; keeps only keys that were updated.</summary>
    private void Count(Item item)
    {
        if (item.Version > 1 || _versions.ContainsKey(item.Id))
        {
            _disorder += _versions.GetValueOrDefault(item.Id, 1) == item.Version - 1 ? 0 : 1;
            _versions[item.Id] = item.Version;
        }

        if (_count == _expected)
        {
            Say($"all {_count} changes, {_disorder} out of order, peak {PeakKilobytes()} kB");
        }
    }

    private string Stamp() => _hasStamps ? string.Create(CultureInfo.InvariantCulture, $" @{Stopwatch.GetTimestamp()}") : "";

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static TimeSpan SinceStart()
    {
        using var process = Process.GetCurrentProcess();
        return TimeProvider.System.GetLocalNow().DateTime - process.StartTime;
    }

    /// <summary>VmHWM: the most memory that the process ever had resident.</summary>
    private static long PeakKilobytes()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }
}
