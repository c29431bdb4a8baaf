namespace PostgresWorker.TestWorker;

internal sealed class ItemListeners(DeliveryLog log, Trouble trouble)
{
    [PostgresListener("test", "items")]
    public async ValueTask OnItem(Change<Item> change, CancellationToken ct)
    {
        await trouble.MeetAsync(change, ct);
        log.Write(change);
    }
}
