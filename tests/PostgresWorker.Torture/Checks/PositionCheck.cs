using PostgresWorker.Torture.Oracle;
using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Checks;

/// <summary>I6: at no moment is a slot confirmed beyond a change that is not handled, nor kept.</summary>
internal static class PositionCheck
{
    public static void Run(Evidence evidence, Findings findings)
    {
        // Of what was kept and is handled since nobody knows when it was stored.
        var firsts = evidence.Deliveries.Where(delivery => !delivery.IsRow && delivery.Listener is not (ItemListeners.Spoilt or ParkingListener.Name)).DistinctBy(delivery => (delivery.Listener, delivery.Content))
            .ToLookup(delivery => delivery.Content, delivery => (delivery.Ended, delivery.ChangeId));
        var letters = evidence.Letters.Where(letter => letter is { Listener: ItemListeners.Spoilt or FitListeners.Name, IsRow: false }).ToDictionary(letter => letter.ChangeId, letter => letter.At, StringComparer.Ordinal);
        foreach (var shard in evidence.Samples.GroupBy(sample => sample.Shard))
        {
            Run(evidence.Reference.Where(each => each.Shard == shard.Key).ToArray(), shard, firsts, letters, findings);
        }
    }

    private static void Run(
        ReferenceEvent[] reference, IEnumerable<Sample> samples, ILookup<Content, (long Ended, string ChangeId)> firsts, Dictionary<string, long> letters, Findings findings)
    {
        var (next, latest, of) = (0, 0L, "");
        foreach (var (at, confirmed, _) in samples.OrderBy(sample => sample.Confirmed))
        {
            for (; next < reference.Length && reference[next].Commit < confirmed; next++)
            {
                foreach (var (ended, id) in firsts[reference[next].Content])
                {
                    (latest, of) = ended > latest ? (ended, id) : (latest, of);
                    (latest, of) = letters.TryGetValue(id, out var stored) && stored > latest ? (stored, id) : (latest, of);
                }
            }

            if (latest > at)
            {
                findings.Add("I6 slot never ahead", $"{confirmed:X} was confirmed at {Clock.Since(at).TotalSeconds:F3} s, and {of} before it was handled at {Clock.Since(latest).TotalSeconds:F3} s.");
            }
        }
    }
}
