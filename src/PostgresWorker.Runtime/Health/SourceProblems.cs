using System.Globalization;
using PostgresWorker.Telemetry;

namespace PostgresWorker.Health;

/// <summary>What may do harm to a source later, as its options see it: told while there is time.</summary>
internal static class SourceProblems
{
    private const double Mebibyte = 1024 * 1024;

    public static IReadOnlyList<string> Of(SourceOptions options, SourceTelemetry telemetry)
    {
        List<string> problems = [];
        if (telemetry.Figures is { } figures)
        {
            AddWal(problems, options, figures);
            AddLetters(problems, options, figures);
        }

        if (options.DegradedLag != Timeout.InfiniteTimeSpan && telemetry.Lag is { } lag && lag >= options.DegradedLag)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"The oldest change that is not handled was committed {lag:c} ago, which is DegradedLag ({options.DegradedLag:c}) or more."));
        }

        return problems;
    }

    private static void AddWal(List<string> problems, SourceOptions options, SourceFigures figures)
    {
        if (figures.WalStatus is "unreserved" or "lost")
        {
            problems.Add($"The slot's wal_status is {figures.WalStatus}: the server {(figures.WalStatus == "lost" ? "has removed" : "is about to remove")} WAL that it needs.");
        }
        else if (figures is { Retained: { } retained, WalLimit: { } limit } && retained >= limit * options.DegradedWalShare)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The server retains {retained / Mebibyte:F0} MB of WAL for the slot, of max_slot_wal_keep_size = {limit / Mebibyte:F0} MB: DegradedWalShare ({options.DegradedWalShare:P0}) or more. Beyond that the slot is lost."));
        }
        else if (figures is { Retained: { } unbounded, WalLimit: null } && unbounded >= options.DegradedWalBytes)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The server retains {unbounded / Mebibyte:F0} MB of WAL for the slot: DegradedWalBytes ({options.DegradedWalBytes / Mebibyte:F0} MB) or more, and max_slot_wal_keep_size bounds nothing."));
        }
    }

    private static void AddLetters(List<string> problems, SourceOptions options, SourceFigures figures)
    {
        var (letters, parked) = (figures.DeadLetters ?? 0, figures.Parked ?? 0);
        if (options.DegradedDeadLetters > 0 && letters + parked >= options.DegradedDeadLetters)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"Changes wait for somebody to decide: {letters} dead letters, {parked} parked changes."));
        }
    }
}
