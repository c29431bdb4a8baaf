namespace PostgresWorker.Torture.Worker;

/// <summary>What befalls listeners: of so many calls in a thousand one fails, or hangs until it is cancelled.</summary>
internal sealed class Trouble(Orders orders, Journal journal, Chance chance)
{
    /// <summary>The calls that a listener can't do anything with, always: their changes become dead letters.</summary>
    public static bool IsPoison(long seq) => seq % 61 == 0;

    /// <summary>Some calls fail in a way that is not tried again, as the order of that name says.</summary>
    public void Spoil(string order)
    {
        if (orders[order] is > 0 and var spoils && chance.Below(1000) < spoils)
        {
            journal.Befell(order);
            throw new SpoiltException();
        }
    }

    public Task MeetAsync(CancellationToken ct)
    {
        if (orders["throws"] is > 0 and var throws && chance.Below(1000) < throws)
        {
            journal.Befell("threw");
            throw new InvalidOperationException("It was asked for.");
        }

        if (orders["hangs"] is > 0 and var hangs && chance.Below(1000) < hangs)
        {
            journal.Befell("hung");
            return Task.Delay(Timeout.Infinite, ct);
        }

        // Now and then slow, that others overtake.
        return chance.Below(50) == 0 ? Task.Delay(chance.Below(20), ct) : Task.CompletedTask;
    }
}
