using PostgresWorker.Torture.Oracle;
using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Checks;

/// <summary>I1: all that was committed is handled, or a dead letter. I2: nothing else is. I4: with the id that it has by the log.</summary>
internal static class CompletenessCheck
{
    public static void Run(Evidence evidence, Findings findings)
    {
        var items = evidence.Of("items").ToArray();
        Compare(evidence, findings, ItemListeners.Watch, items, []);
        Compare(evidence, findings, ParkingListener.Name, items, []);
        Compare(evidence, findings, MessageListener.Name, [.. evidence.Of(ReferenceStream.Messages)], []);
        Compare(evidence, findings, FitListeners.Name, [.. evidence.Of(ReferenceStream.Fits)], FitCheck.Run(evidence, findings));
        Compare(evidence, findings, FitListeners.Loose, [.. evidence.Of(ReferenceStream.Fits)], []);
        var letters = Letters(evidence, findings, items);
        Compare(evidence, findings, ItemListeners.Spoilt, [.. items.Where(each => each.Content.Action == "INSERT")], letters);
        Compare(evidence, findings, MarkListeners.Name, [.. evidence.Of("marks", "INSERT")], []);
        Compare(evidence, findings, MarkListeners.Emptied, [.. evidence.Of("marks", "TRUNCATE")], []);
    }

    private static void Compare(Evidence evidence, Findings findings, string listener, IReadOnlyList<ReferenceEvent> reference, HashSet<Content> letters)
    {
        var expected = reference.ToDictionary(each => each.Content);
        var handled = new Dictionary<Content, string>();
        foreach (var delivery in evidence.Deliveries.Where(delivery => delivery.Listener == listener && !delivery.IsRow))
        {
            if (!expected.TryGetValue(delivery.Content, out var source))
            {
                findings.Add("I2 nothing invented", $"{listener} was given {delivery.Content}, {delivery.ChangeId}, which was never committed.");
                continue;
            }

            if (handled.TryAdd(delivery.Content, delivery.ChangeId))
            {
                if (evidence.Options.Capture == Capture.Wal && !HasId(evidence, delivery.ChangeId, source))
                {
                    findings.Add("I4 ids", $"{listener}: {delivery.Content} has the id {delivery.ChangeId}, and not {source.ChangeId}.");
                }
            }
            else if (handled[delivery.Content] != delivery.ChangeId)
            {
                findings.Add("I4 ids", $"{listener}: {delivery.Content} came as {handled[delivery.Content]}, and again as {delivery.ChangeId}.");
            }
        }

        foreach (var each in reference.Where(each => !handled.ContainsKey(each.Content) && !letters.Contains(each.Content)))
        {
            findings.Add("I1 nothing lost", $"{listener} was never given {each.Content}, {each.ChangeId}, committed at {Clock.Since(each.CommittedAt).TotalSeconds:F2} s.");
        }

        foreach (var id in handled.GroupBy(pair => pair.Value, StringComparer.Ordinal).Where(id => id.Count() > 1))
        {
            findings.Add("I4 ids", $"{listener}: {id.Key} is the id of {string.Join(" and ", id.Select(pair => pair.Key))}.");
        }
    }

    /// <summary>Whether an id is that of a change. Shards count the places among the changes with one LSN each for itself.</summary>
    public static bool HasId(Evidence evidence, string changeId, ReferenceEvent source)
    {
        var id = $"{evidence.SystemIdentifier}:{source.ChangeId}";
        return evidence.Options.Shards == 1 ? changeId == id : changeId[..changeId.LastIndexOf(':')] == id[..id.LastIndexOf(':')];
    }

    /// <summary>Just those that can't be handled are dead letters.</summary>
    private static HashSet<Content> Letters(Evidence evidence, Findings findings, IReadOnlyList<ReferenceEvent> items)
    {
        var poisoned = items.Where(each => each.Content.Action == "INSERT" && Trouble.IsPoison(each.Content.Seq)).ToArray();
        var ids = evidence.Letters.Where(letter => letter.Listener == ItemListeners.Spoilt).Select(letter => letter.ChangeId).ToHashSet(StringComparer.Ordinal);

        // Over an outbox the id of a change is that with which another listener was given it.
        var idOf = evidence.Deliveries.Where(delivery => delivery.Listener == ItemListeners.Watch).DistinctBy(delivery => delivery.Content).ToDictionary(delivery => delivery.Content, delivery => delivery.ChangeId);
        HashSet<Content> found = [];
        foreach (var each in poisoned)
        {
            if (idOf.TryGetValue(each.Content, out var id) && ids.Remove(id))
            {
                found.Add(each.Content);
            }
        }

        foreach (var id in ids)
        {
            findings.Add("I2 nothing invented", $"{id} is a dead letter, and can be handled.");
        }

        foreach (var letter in evidence.Letters.Where(letter => letter.Listener is not (ItemListeners.Spoilt or FitListeners.Name)))
        {
            findings.Add("I2 nothing invented", $"{letter.ChangeId} of {letter.Listener} is a dead letter.");
        }

        return found;
    }
}
