using System.Diagnostics;

namespace PostgresWorker.Torture.Worker;

/// <summary>Of a table that changes its columns: one takes the column that is otherwise now and then, and one does not.</summary>
internal sealed class FitListeners(Journal journal, Trouble trouble)
{
    public const string Name = "fits", Loose = "loose";

    /// <summary>What the column always has when it is as it should be.</summary>
    public const int Weight = 7;

    [PostgresListener("torture", "side.fits", Name = Name)]
    public async Task OnFit(Change<Fit> change, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        await trouble.MeetAsync(ct);
        var row = change.Row;
        if (row.Weight != Weight)
        {
            // Not an exception, which would be tried again: it must be seen.
            Environment.FailFast($"Row {row.Id} of side.fits has the weight {row.Weight}, which was never written.");
        }

        journal.Handled(Name, change, row.Id, row.Writer, row.Seq, began);
    }

    /// <summary>Whatever becomes of the other, this one is given everything.</summary>
    [PostgresListener("torture", "side.fits", Name = Loose)]
    public void OnLoose(Change<LooseFit> change) => journal.Handled(Loose, change, change.Row.Id, change.Row.Writer, change.Row.Seq, Stopwatch.GetTimestamp());
}
