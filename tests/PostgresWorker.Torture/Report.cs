using System.Globalization;
using PostgresWorker.Torture.Checks;

namespace PostgresWorker.Torture;

/// <summary>The figures of a run.</summary>
internal static class Report
{
    public static IEnumerable<string> Of(TortureRun run)
    {
        var evidence = run.Evidence!;
        var deliveries = evidence.Deliveries;
        yield return Line($"{evidence.Reference.Count} changes of {evidence.Reference.Select(each => each.Commit).Distinct().Count()} transactions; {deliveries.Count(each => !each.IsRow)} deliveries logged, {evidence.Effects.Count} effects, {evidence.Letters.Count} dead letters ({evidence.Letters.Count(letter => letter.IsMisfit)} of columns that did not fit, {evidence.Letters.Count(letter => letter is { IsMisfit: true, IsRow: true })} of these rows of snapshots), {deliveries.Count(each => each.IsRow)} rows of snapshots");
        yield return Line($"{evidence.Runs.Count} processes, {evidence.Runs.Count(each => each.ExitCode == 137)} of them killed, {evidence.Repeats} changes came again");
        yield return Line($"at most {evidence.Runs.Max(each => each.PeakMemory) >> 20} MB and {evidence.Runs.Max(each => each.PeakFiles)} open files a process; {evidence.Samples.Count} looks at the slot's position");
        yield return Line($"all handled {evidence.Recovery.TotalSeconds:F1} s after the last fault");
        yield return "fault            landed  disturbed  next change handled after: median, longest (s)";
        foreach (var kind in evidence.Faults.GroupBy(fault => fault.Fault.Kind, StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            var times = kind.Where(fault => fault.Strike.Proof is not null).Select(fault => RunCheck.RecoveryOf(evidence, fault.Ended)).OfType<TimeSpan>().Select(time => time.TotalSeconds).Order().ToArray();
            yield return Line($"{kind.Key,-16} {kind.Count(fault => fault.Strike.Proof is not null),6} {kind.Count(fault => fault.Strike.Proof is null),10}  {(times.Length == 0 ? "" : Line($"{times[times.Length / 2]:F1}, {times[^1]:F1}"))}");
        }

        yield return "fail point       reached  killed there";
        foreach (var (point, reached, kills) in run.Points)
        {
            yield return Line($"{point,-16} {reached,7} {kills,13}");
        }

        foreach (var line in run.Findings.Lines())
        {
            yield return line;
        }

        yield return run.Findings.IsEmpty
            ? Line($"measured: torture over {(evidence.Options.Capture == Capture.Wal ? "the WAL" : "an outbox")}: {evidence.Reference.Count} changes, {evidence.Faults.Count(fault => fault.Strike.Proof is not null)} faults, {evidence.Runs.Count(each => each.ExitCode == 137)} kills, {evidence.Repeats} came again, 0 lost (seed {evidence.Options.Seed})")
            : Line($"FAILED: {string.Join(", ", run.Findings.Broken)}. Again: build/torture --seed {evidence.Options.Seed} --minutes {evidence.Options.Duration.TotalMinutes} --capture {evidence.Options.Capture.ToString().ToLowerInvariant()}");
    }

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
