using PostgresWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.AddPostgresWorker(worker =>
{
    worker.AddSource("shop");      // ConnectionStrings:shop, options from PostgresWorker:Sources:shop
    worker.AddListeners();         // generated for this assembly
});
builder.Build().Run();

public sealed record Order(long Id, decimal Total, string? Note);

public sealed class OrderListeners(ILogger<OrderListeners> logger)
{
    [PostgresListener("shop", "orders")]
    public void OnOrder(Change<Order> change) => logger.LogInformation("{Change}", change switch
    {
        Inserted<Order> { New: var order } => $"order {order.Id} placed for {order.Total}",
        Updated<Order> { Old: { } old, New: var order } => $"order {order.Id} was for {old.Total} and is for {order.Total}",
        _ => $"{change.Action} of order {change.Row.Id}",
    });
}
