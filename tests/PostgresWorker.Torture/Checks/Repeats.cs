using PostgresWorker.Torture.Faults;
using PostgresWorker.Torture.Oracle;
using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Checks;

/// <summary>I4: what came twice was interrupted in between, and was not confirmed when it was begun again.</summary>
internal static class Repeats
{
    private const string Invariant = "I4 repetitions explained";

    // What a process that was suspended had begun it may still end, until it has seen that it is over.
    private static readonly long s_awakening = Clock.Ticks(TimeSpan.FromSeconds(10));

    /// <summary>How many came twice or more often, by listener and change.</summary>
    public static int Run(Evidence evidence, Findings findings)
    {
        var breaks = Breaks(evidence);
        var commits = evidence.Reference.ToDictionary(each => each.Content);
        var repeats = 0;

        // Over the WAL rows of a snapshot are read again, as they are then; over an outbox they stand there as changes do.
        var repeatable = evidence.Deliveries.Where(delivery => !delivery.IsRow || evidence.Options.Capture == Capture.Outbox);
        foreach (var change in repeatable.GroupBy(delivery => (delivery.Listener, delivery.Content, Row: delivery.IsRow ? delivery.ChangeId : null)))
        {
            JournalLine? last = null;
            foreach (var delivery in change)
            {
                if (last is not null)
                {
                    repeats++;
                    Explain(evidence, findings, breaks, commits, last, delivery);
                }

                last = delivery;
            }
        }

        return repeats;
    }

    /// <summary>Whether a process was suspended just before, or cut off and may not know it: another has its place, and it may still do what it had begun.</summary>
    public static bool IsOfZombie(Evidence evidence, int pid, long at) =>
        evidence.Runs.Any(run => run.Pid == pid && run.Pauses.Any(pause => pause.Began <= at && at < pause.Ended + s_awakening))
        || evidence.Faults.Any(fault => fault.Strike.Breaks && !IsOfProcess(fault.Fault.Kind) && fault.Began <= at && at < fault.Ended + Clock.Ticks(fault.Strike.Aftermath));

    private static void Explain(Evidence evidence, Findings findings, IReadOnlyList<(long Began, long Ended)> breaks, Dictionary<Content, ReferenceEvent> commits, JournalLine first, JournalLine again)
    {
        // What is kept may be asked for, and handled, before it comes again with all that follows an interruption, as what is kept does too.
        var isKept = first.Listener is ParkingListener.Name or ItemListeners.Spoilt;
        var since = isKept && commits.TryGetValue(first.Content, out var kept) ? Math.Min(kept.CommittedAt, first.Began) : first.Began;
        if (!breaks.Any(each => each.Began <= again.Ended && each.Ended >= since))
        {
            findings.Add(Invariant, $"{first.Listener}: {first.ChangeId} came at {Clock.Since(first.Ended).TotalSeconds:F2} s and again at {Clock.Since(again.Ended).TotalSeconds:F2} s, and nothing happened between.");
        }

        // What is kept and asked for comes when it is confirmed long since, and may come again then too.
        if (!isKept && commits.TryGetValue(again.Content, out var commit) && ConfirmedBefore(evidence, commit, again.Began) is { } at && !IsOfZombie(evidence, again.Pid, again.Ended))
        {
            findings.Add(Invariant, $"{first.Listener}: {first.ChangeId} was confirmed at {Clock.Since(at).TotalSeconds:F2} s, and begun again at {Clock.Since(again.Began).TotalSeconds:F2} s.");
        }
    }

    /// <summary>When a position behind the commit was seen to be confirmed, if before a time.</summary>
    private static long? ConfirmedBefore(Evidence evidence, ReferenceEvent change, long time)
    {
        foreach (var (at, confirmed, shard) in evidence.Samples)
        {
            if (at >= time)
            {
                return null;
            }

            if (shard == change.Shard && confirmed > change.Commit)
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>What interrupts: the ends of processes but those asked for, connections and places that were lost by a worker's own word, and what befalls server and network.</summary>
    private static List<(long Began, long Ended)> Breaks(Evidence evidence)
    {
        List<(long, long)> breaks = [.. evidence.Faults.Where(fault => fault.Strike.Breaks && !IsOfProcess(fault.Fault.Kind)).Select(fault => (fault.Began, fault.Ended + Clock.Ticks(fault.Strike.Aftermath)))];
        foreach (var run in evidence.Runs)
        {
            breaks.AddRange(run.Breaks.Select(at => (at, at)));
            breaks.AddRange(run.Pauses);
            if (!run.IsRunning && run.ExitCode != 0)
            {
                breaks.Add((run.Ended, run.Ended));
            }
        }

        return breaks;
    }

    private static bool IsOfProcess(string kind) => kind is ProcessFaults.Kill or ProcessFaults.KillAll or ProcessFaults.Suspend or FailPointFaults.KillAt;
}
