using System.Text.Json.Serialization;
using PostgresWorker;

namespace Fresh;

public sealed record Order(long Id, string[] Tags, List<int?> Amounts, Address Address, [PostgresJson(typeof(OrderJson))] Settings Settings);

[PostgresComposite]
public sealed record Address(string Street, string? City);

public sealed record Settings(int Size);

public sealed record Payment(long Order, decimal Amount);

[JsonSerializable(typeof(Settings))]
[JsonSerializable(typeof(Payment))]
internal sealed partial class OrderJson : JsonSerializerContext;

public static class OrderListeners
{
    [PostgresListener("shop", "orders"), Batch(10, maxWaitMilliseconds: 20)]
    public static async Task OnOrders(IReadOnlyList<Inserted<Order>> orders, CancellationToken cancellationToken)
    {
        foreach (var order in orders.Select(inserted => inserted.New))
        {
            var line = $"order {order.Id}: {string.Join('+', order.Tags)}, {order.Amounts.Sum()} of {order.Amounts.Count}, {order.Address}, {order.Settings}";
            await Console.Out.WriteLineAsync(line.AsMemory(), cancellationToken);
        }
    }

    [PostgresMessage("shop", "paid", Json = typeof(OrderJson))]
    public static void OnPaid(LogicalMessage<Payment> message) => Console.WriteLine($"{message.Prefix}: {message.Value.Order}");

    [PostgresListener("audit", "orders")]
    public static ValueTask OnAudit(EventPayload payload)
    {
        Console.WriteLine($"audit: {payload.Action} {payload.GetId()} {payload.Data.New?.GetProperty("tags")}");
        return default;
    }
}
