using System.Diagnostics;

namespace PostgresWorker.Torture.Worker;

/// <summary>Watches items: what it is told must be what was written, in order, and all of it.</summary>
internal sealed class ItemListeners(Journal journal, Trouble trouble)
{
    public const string Watch = "watch", Spoilt = "spoilt";

    [PostgresListener("torture", "items", Name = Watch)]
    public async Task OnItem(Change<Item> change, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        await trouble.MeetAsync(ct);
        var row = change.Row;
        Verify(row);
        journal.Handled(Watch, change, row.Id, row.Writer, row.Seq, began);
    }

    /// <summary>Can't handle some changes, whatever happens, and others for a while: each becomes a dead letter.</summary>
    [PostgresListener("torture", "items", Name = Spoilt), Retry(MaxAttempts = 2, MinDelayMilliseconds = 1, MaxDelayMilliseconds = 5), Retry(On = typeof(SpoiltException), MaxAttempts = 1)]
    public Task OnSpoilt(Inserted<Item> inserted)
    {
        var row = inserted.New;
        if (Trouble.IsPoison(row.Seq))
        {
            throw new InvalidOperationException("It is spoilt.");
        }

        trouble.Spoil("spoils");
        journal.Handled(Spoilt, inserted, row.Id, row.Writer, row.Seq, Stopwatch.GetTimestamp());
        return Task.CompletedTask;
    }

    /// <summary>A large value that was not sent, or of another row, would not be that of its seed.</summary>
    private static void Verify(Item row)
    {
        if (row.Payload != (row.Filling is { } seed ? Fillings.Of(seed) : null))
        {
            // Not an exception, which would be tried again: it must be seen.
            Environment.FailFast($"The payload of item {row.Id} is not the one of its seed {row.Filling}.");
        }
    }
}
