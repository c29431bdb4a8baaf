using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Checks;

/// <summary>I5: in the database each change took effect once, and the copy is the table.</summary>
internal static class EffectCheck
{
    private const string Invariant = "I5 effects exact";

    public static void Run(Evidence evidence, Findings findings)
    {
        foreach (var (id, count) in evidence.Effects.Where(effect => effect.Value != 1))
        {
            findings.Add(Invariant, $"{id} took effect {count} times.");
        }

        var watched = evidence.Deliveries.Where(delivery => delivery.Listener == ItemListeners.Watch && !delivery.IsRow).Select(delivery => delivery.ChangeId).ToHashSet(StringComparer.Ordinal);
        foreach (var id in watched.Where(id => !evidence.Effects.ContainsKey(id)))
        {
            findings.Add(Invariant, $"{id} took no effect.");
        }

        if (evidence.MirrorDifferences > 0)
        {
            findings.Add(Invariant, $"{evidence.MirrorDifferences} rows of table and copy differ.");
        }

        if (evidence.LateRecords > 0)
        {
            findings.Add(Invariant, $"{evidence.LateRecords} changes were handled under an epoch that was over.");
        }
    }
}
