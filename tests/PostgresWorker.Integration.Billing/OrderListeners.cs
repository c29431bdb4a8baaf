using PostgresWorker;

namespace Billing;

/// <summary>Named as the other assembly's.</summary>
internal sealed class OrderListeners(Ledger ledger)
{
    [PostgresListener("shop", "orders", Name = "billing")]
    internal ValueTask OnOrder(Inserted<Order> inserted)
    {
        ledger.Write($"{inserted.New.Id}: {inserted.New.Total}");
        return default;
    }

    internal static class Archive
    {
        [PostgresListener("shop", "orders")]
        internal static void OnOrder(Deleted<Order> deleted, Ledger ledger) => ledger.Write($"{deleted.Old.Id} is gone");
    }
}
