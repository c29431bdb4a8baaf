using PostgresWorker.Torture.Oracle;
using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Checks;

/// <summary>I3: of each key the first delivery of a change comes when all before it were delivered; no two at a time in one process; TRUNCATE with all of its table, or of its shard; a snapshot's row is as the key was then.</summary>
internal static class OrderCheck
{
    private const string Invariant = "I3 order per key";

    // Messages have no key, and are all in order.
    private static readonly (string Listener, string Table)[] s_ordered =
        [(ItemListeners.Watch, "items"), (ParkingListener.Name, "items"), (MessageListener.Name, ReferenceStream.Messages), (FitListeners.Name, ReferenceStream.Fits), (FitListeners.Loose, ReferenceStream.Fits)];

    public static void Run(Evidence evidence, Findings findings)
    {
        foreach (var (listener, table) in s_ordered)
        {
            Keys(evidence, findings, listener, table);
            Overlaps(evidence, findings, listener);
        }

        Truncates(evidence, findings);
    }

    private static void Keys(Evidence evidence, Findings findings, string listener, string table)
    {
        var sequences = new Dictionary<long, List<ReferenceEvent>>();
        foreach (var each in evidence.Of(table))
        {
            foreach (var key in KeysOf(each))
            {
                (sequences.TryGetValue(key, out var sequence) ? sequence : sequences[key] = []).Add(each);
            }
        }

        var reference = evidence.Of(table).ToDictionary(each => each.Content);
        var next = new Dictionary<long, int>();
        var seen = new HashSet<Content>();
        var rows = new HashSet<string>(StringComparer.Ordinal);
        foreach (var delivery in evidence.Deliveries.Where(delivery => delivery.Listener == listener))
        {
            if (delivery.IsRow)
            {
                // Over an outbox what comes again is the row that came before, and what was delivered behind it comes again too.
                if (rows.Add(delivery.ChangeId) || evidence.Options.Capture == Capture.Wal)
                {
                    Row(evidence, findings, delivery, sequences.GetValueOrDefault(delivery.Content.Key) ?? [], next.GetValueOrDefault(delivery.Content.Key));
                }

                continue;
            }

            if (!reference.TryGetValue(delivery.Content, out var source) || !seen.Add(delivery.Content))
            {
                continue;
            }

            foreach (var key in KeysOf(source))
            {
                var (sequence, place) = (sequences[key], next.GetValueOrDefault(key));
                while (listener == FitListeners.Name && place < sequence.Count && sequence[place].IsMisfit)
                {
                    // It is a dead letter, and what follows does not wait for that.
                    place++;
                }

                if (place >= sequence.Count || sequence[place].Index != source.Index)
                {
                    findings.Add(Invariant, $"{listener}: key {key}: {source.Content} ({source.ChangeId}) came at {Clock.Since(delivery.Ended).TotalSeconds:F2} s, and not {(place < sequence.Count ? sequence[place].Content : "nothing")}, which was next.");
                    place = sequence.IndexOf(source);
                }

                next[key] = place + 1;
            }
        }
    }

    /// <summary>A row has what was delivered of its key before, and nothing that comes later; what a suspended process still delivers may be older.</summary>
    private static void Row(Evidence evidence, Findings findings, JournalLine row, List<ReferenceEvent> sequence, int next)
    {
        var state = sequence.FindIndex(each => each.Content.Writer == row.Content.Writer && each.Content.Seq == row.Content.Seq && each.Content.Action != "DELETE" && each.Content.Key == row.Content.Key);
        if (state < 0)
        {
            findings.Add("I2 nothing invented", $"{row.Listener}: a snapshot's row of key {row.Content.Key} is as none was: {row.Content}.");
        }
        else if (state < next - 1 && !Repeats.IsOfZombie(evidence, row.Pid, row.Ended))
        {
            findings.Add(Invariant, $"{row.Listener}: a snapshot's row of key {row.Content.Key}, {row.ChangeId}, is as of change {state} at {Clock.Since(row.Ended).TotalSeconds:F2} s, when {next} were delivered.");
        }
    }

    private static void Overlaps(Evidence evidence, Findings findings, string listener)
    {
        foreach (var key in evidence.Deliveries.Where(delivery => delivery.Listener == listener).GroupBy(delivery => (delivery.Pid, delivery.Content.Key)))
        {
            JournalLine? last = null;
            foreach (var delivery in key.OrderBy(delivery => delivery.Began))
            {
                if (last is not null && delivery.Began < last.Ended)
                {
                    findings.Add(Invariant, $"{listener}: key {key.Key.Key}: {delivery.ChangeId} was begun in process {key.Key.Pid} before {last.ChangeId} had ended.");
                }

                last = delivery;
            }
        }
    }

    private static void Truncates(Evidence evidence, Findings findings)
    {
        var firsts = evidence.Deliveries.Where(delivery => delivery.Listener is MarkListeners.Name or MarkListeners.Emptied).DistinctBy(delivery => delivery.Content).ToDictionary(delivery => delivery.Content);
        var (latest, truncated) = (0L, 0L);
        foreach (var each in evidence.Of("marks").Where(each => each.Shard == 0))
        {
            if (!firsts.TryGetValue(each.Content, out var first))
            {
                continue;
            }

            if (each.Content.Action == "TRUNCATE")
            {
                if (first.Began < latest)
                {
                    findings.Add(Invariant, $"TRUNCATE {each.ChangeId} came before marks that were written before it.");
                }

                truncated = first.Ended;
            }
            else if (first.Ended < truncated)
            {
                findings.Add(Invariant, $"mark {each.Content.Key} came before the TRUNCATE before it.");
            }

            latest = Math.Max(latest, first.Ended);
        }
    }

    private static IEnumerable<long> KeysOf(ReferenceEvent each) => each.OldRow is { } old ? [each.Content.Key, old.Key] : [each.Content.Key];
}
