namespace PostgresWorker.TestWorker;

internal sealed class ItemListeners(DeliveryLog log)
{
    [PostgresListener("test", "items")]
    public void OnItem(Change<Item> change) => log.Write(change);
}
