using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Checks;

/// <summary>I6: at no moment is the slot confirmed beyond a change that is not handled.</summary>
internal static class PositionCheck
{
    public static void Run(Evidence evidence, Findings findings)
    {
        var firsts = evidence.Deliveries.Where(delivery => !delivery.IsRow).DistinctBy(delivery => (delivery.Listener, delivery.Content))
            .ToLookup(delivery => delivery.Content);
        var (next, latest, of) = (0, 0L, "");
        foreach (var (at, confirmed) in evidence.Samples.OrderBy(sample => sample.Confirmed))
        {
            for (; next < evidence.Reference.Count && evidence.Reference[next].Commit < confirmed; next++)
            {
                foreach (var first in firsts[evidence.Reference[next].Content].Where(first => first.Listener != ItemListeners.Spoilt && first.Ended > latest))
                {
                    (latest, of) = (first.Ended, first.ChangeId);
                }
            }

            if (latest > at)
            {
                findings.Add("I6 slot never ahead", $"{confirmed:X} was confirmed at {Clock.Since(at).TotalSeconds:F3} s, and {of} before it was handled at {Clock.Since(latest).TotalSeconds:F3} s.");
            }
        }
    }
}
