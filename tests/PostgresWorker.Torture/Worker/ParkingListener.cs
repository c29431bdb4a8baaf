using System.Diagnostics;

namespace PostgresWorker.Torture.Worker;

/// <summary>Parks keys: while one of its changes can't be handled, all behind it wait in the database until the key is released.</summary>
internal sealed class ParkingListener(Journal journal, Trouble trouble)
{
    public const string Name = "parks";

    [PostgresListener("torture", "items", Name = Name), Retry(OnExhausted = OnExhausted.Park), Retry(On = typeof(SpoiltException), MaxAttempts = 1, OnExhausted = OnExhausted.Park)]
    public void OnItem(Change<Item> change)
    {
        var began = Stopwatch.GetTimestamp();
        trouble.Spoil("parks");
        journal.Handled(Name, change, change.Row.Id, change.Row.Writer, change.Row.Seq, began);
    }
}
