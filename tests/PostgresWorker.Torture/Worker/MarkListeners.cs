using System.Diagnostics;

namespace PostgresWorker.Torture.Worker;

/// <summary>Takes marks in batches, and that all of them are gone.</summary>
internal sealed class MarkListeners(Journal journal, Trouble trouble)
{
    public const string Name = "marks", Emptied = "emptied";

    [PostgresListener("torture", "side.marks", Name = Name), Batch(50, 20)]
    public async Task OnMarks(IReadOnlyList<Inserted<Mark>> inserted, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        await trouble.MeetAsync(ct);
        foreach (var mark in inserted)
        {
            journal.Handled(Name, mark, mark.New.Id, mark.New.Writer, mark.New.Seq, began);
        }
    }

    [PostgresListener("torture", "side.marks", Name = Emptied)]
    public void OnTruncated(Truncated truncated) => journal.Handled(Emptied, truncated, 0, 0, 0, Stopwatch.GetTimestamp());
}
