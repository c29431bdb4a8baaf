using System.Globalization;
using PostgresWorker.FailPoints;
using PostgresWorker.Torture.Faults;

namespace PostgresWorker.Torture.Checks;

/// <summary>I7: it goes on in time, in bounded memory, and ends when it is asked to. I9: every fault landed, at every step of the walk.</summary>
internal static class RunCheck
{
    // The longest of our own: an idle connection that is dead is found by Npgsql's timeout of the receiver, a minute.
    public static readonly TimeSpan MaxRecovery = TimeSpan.FromSeconds(90);

    private const long MaxMemory = 400L << 20;
    private const int MaxFiles = 400;

    public static void Run(Evidence evidence, FailPointTable points, Findings findings)
    {
        foreach (var run in evidence.Runs)
        {
            if (!run.IsExpected && !run.IsRunning)
            {
                findings.Add("I7 liveness", $"process {run.Pid} ended by itself with {run.ExitCode}: {string.Join(" | ", run.Program.Lines.TakeLast(6))}");
            }

            if (run.PeakMemory > MaxMemory || run.PeakFiles > MaxFiles)
            {
                findings.Add("I7 liveness", string.Create(CultureInfo.InvariantCulture, $"process {run.Pid} had {run.PeakMemory >> 20} MB and {run.PeakFiles} open files."));
            }
        }

        if (evidence.Recovery > MaxRecovery)
        {
            findings.Add("I7 liveness", string.Create(CultureInfo.InvariantCulture, $"not everything was handled {evidence.Recovery.TotalSeconds:F0} s after the last fault."));
        }

        foreach (var problem in evidence.Faults.Select(fault => fault.Strike.Problem).OfType<string>())
        {
            findings.Add("I7 liveness", problem);
        }

        foreach (var fault in evidence.Faults.Where(fault => fault.Strike.Proof is null && !IsDisturbed(evidence, fault)))
        {
            findings.Add(Findings.Landed, $"{fault.Fault.Kind} ({fault.Strike.Detail}) at {Clock.Since(fault.Began).TotalSeconds:F1} s did not.");
        }

        if (evidence.Options is { Mutant: Mutant.None, Only.Count: 0 })
        {
            foreach (var point in points.Where(point => point.Reached == 0))
            {
                findings.Add(Findings.Landed, $"{point.Point} was never reached.");
            }
        }
    }

    /// <summary>Whether another fault may have been in its way.</summary>
    public static bool IsDisturbed(Evidence evidence, LandedFault fault) =>
        evidence.Faults.Any(other => other != fault && other.Began < fault.Ended && other.Ended > fault.Began);

    /// <summary>How long after a fault the first change was handled that was committed behind it.</summary>
    public static TimeSpan? RecoveryOf(Evidence evidence, long ended)
    {
        var behind = evidence.Reference.Where(each => each.CommittedAt > ended).Select(each => each.Content).ToHashSet();
        return evidence.Deliveries.FirstOrDefault(delivery => delivery.Ended > ended && behind.Contains(delivery.Content)) is { } first ? Clock.Since(first.Ended) - Clock.Since(ended) : null;
    }
}

/// <summary>How often each fail point was reached, and a process killed at it.</summary>
internal sealed class FailPointTable : List<(FailPoint Point, long Reached, long Kills)>;
