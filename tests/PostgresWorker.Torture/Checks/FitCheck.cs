using PostgresWorker.Torture.Oracle;
using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Checks;

/// <summary>I1, I2: a change whose columns did not fit, as the reference knows by the layout that it came with, is a dead letter of that listener, whole and for that reason; no other is.</summary>
internal static class FitCheck
{
    /// <returns>Those that are dead letters, and may be.</returns>
    public static HashSet<Content> Run(Evidence evidence, Findings findings)
    {
        var reference = evidence.Of(ReferenceStream.Fits).ToDictionary(each => each.Content);
        var states = reference.Keys.Where(content => content.Action != "DELETE").Select(content => content with { Action = Journal.Row }).ToHashSet();
        HashSet<Content> found = [];
        foreach (var letter in evidence.Letters.Where(letter => letter.Listener == FitListeners.Name))
        {
            if (letter.IsRow)
            {
                Row(letter, states, findings);
            }
            else if (!reference.TryGetValue(letter.Content, out var source))
            {
                findings.Add("I2 nothing invented", $"{letter.ChangeId} of {letter.Listener} is a dead letter with a row that was never committed: {letter.Content}.");
            }
            else if (!source.IsMisfit || !letter.IsMisfit || letter.ExceptionType != typeof(RowLayoutException).FullName)
            {
                findings.Add("I2 nothing invented", $"{letter.Content} ({letter.ChangeId}) is a dead letter of {letter.Listener} for {letter.ExceptionType}, and its columns {(source.IsMisfit ? "did not fit" : "fitted")}.");
            }
            else if (!found.Add(letter.Content))
            {
                findings.Add("I4 ids", $"{letter.Content} is a dead letter twice, the second time as {letter.ChangeId}.");
            }
            else if (!CompletenessCheck.HasId(evidence, letter.ChangeId, source))
            {
                findings.Add("I4 ids", $"{letter.Content} is a dead letter as {letter.ChangeId}, and not {source.ChangeId}.");
            }
        }

        foreach (var delivery in evidence.Deliveries.Where(delivery => delivery.Listener == FitListeners.Name && reference.TryGetValue(delivery.Content, out var source) && source.IsMisfit))
        {
            findings.Add("I2 nothing invented", $"{delivery.Listener} was given {delivery.Content} ({delivery.ChangeId}), which was written without its column.");
        }

        return found;
    }

    /// <summary>When a snapshot's row was read nobody knows but the letter, which has the layout that it was read with.</summary>
    private static void Row(Letter letter, HashSet<Content> states, Findings findings)
    {
        if (!letter.IsMisfit || letter.ExceptionType != typeof(RowLayoutException).FullName || !states.Contains(letter.Content))
        {
            findings.Add("I2 nothing invented", $"{letter.ChangeId} of a snapshot is a dead letter of {letter.Listener} for {letter.ExceptionType}, its columns {(letter.IsMisfit ? "did not fit" : "fitted")}, and its row is {letter.Content}.");
        }
    }
}
