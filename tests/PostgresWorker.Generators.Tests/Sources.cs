namespace PostgresWorker.Generators.Tests;

/// <summary>Sources that several tests use.</summary>
internal static class Sources
{
    public const string Order = """
        namespace Shop;

        public enum OrderStatus { Placed, Shipped }

        public sealed record Order(long Id, long CustomerId, OrderStatus Status, decimal Total, DateTimeOffset PlacedAt, string? Note);
        """;

    public const string OrderListeners = """
        namespace Shop;

        public interface IMailer { Task Placed(Order order, CancellationToken cancellation); }

        public sealed class OrderListeners(IMailer mailer)
        {
            [PostgresListener("shop", "orders")]
            public Task OnOrder(Change<Order> change, CancellationToken cancellation) => change switch
            {
                Inserted<Order> { New: var order } => mailer.Placed(order, cancellation),
                _ => Task.CompletedTask,
            };
        }
        """;
}
