using PostgresWorker;

namespace Quickstart;

/// <summary>Says each change of the table orders, in one line.</summary>
public sealed class OrderListeners(TimeProvider time)
{
    [PostgresListener("shop", "orders")]
    public Task OnOrder(Change<Order> change, CancellationToken ct)
    {
        // An exception means: not handled, try again. Only this order waits meanwhile.
        if (change is { Row.Note: "fail once", Context.Attempt: 1 })
        {
            throw new InvalidOperationException($"Order {change.Row.Id} fails once, on purpose.");
        }

        var what = change switch
        {
            Inserted<Order> { New: var order } => $"order {order.Id} of customer {order.CustomerId} placed for {order.Total}",
            Updated<Order> { Old: { } old, New: var order } when old.Status != order.Status => $"order {order.Id} went from {old.Status} to {order.Status}",
            Updated<Order> { New: var order } => $"order {order.Id} is now for {order.Total}",
            Deleted<Order> { Old: var order } => $"order {order.Id} for {order.Total} cancelled",
            _ => $"order {change.Row.Id} was there before",
        };

        var lag = (time.GetUtcNow() - change.Context.CommitTime).TotalMilliseconds;
        return Console.Out.WriteLineAsync($"{change.Action} {what} ({lag:F1} ms after commit, attempt {change.Context.Attempt})".AsMemory(), ct);
    }
}
