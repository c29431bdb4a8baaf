using Npgsql;
using PostgresWorker;

namespace ReadModel;

/// <summary>Keeps customer_totals. All that is done here, and the record that it was, is one transaction: it takes effect once, however often the change comes.</summary>
public static class CustomerTotals
{
    private const string TakeOut =
        """
        WITH gone AS (DELETE FROM counted_orders WHERE id = $1 RETURNING customer_id, total)
        UPDATE customer_totals t SET orders = t.orders - 1, total = t.total - gone.total FROM gone WHERE t.customer_id = gone.customer_id
        """;

    private const string PutIn =
        """
        WITH counted AS (INSERT INTO counted_orders VALUES ($1, $2, $3) RETURNING customer_id, total)
        INSERT INTO customer_totals AS t (customer_id, orders, total) SELECT customer_id, 1, total FROM counted
        ON CONFLICT (customer_id) DO UPDATE SET orders = t.orders + 1, total = t.total + excluded.total
        """;

    // Where a row is deleted before it was read, this is the first that is heard of its customer.
    private const string Count =
        """
        INSERT INTO customer_totals AS t (customer_id, orders, total, changes) VALUES ($1, 0, 0, 1)
        ON CONFLICT (customer_id) DO UPDATE SET changes = t.changes + 1
        """;

    [PostgresListener("shop", "orders")]
    public static async Task OnOrder(Change<Order> change, NpgsqlTransaction transaction, CancellationToken ct)
    {
        // A row that was there may come as such and as a change too. What it counted for goes out before it is put in, so either way it counts once.
        var order = change.Row;
        await ExecuteAsync(transaction, TakeOut, ct, order.Id);
        if (change is not Deleted<Order>)
        {
            await ExecuteAsync(transaction, PutIn, ct, order.Id, order.CustomerId, order.Total);
        }

        if (change is not Existing<Order>)
        {
            await ExecuteAsync(transaction, Count, ct, order.CustomerId);
        }
    }

    private static async Task ExecuteAsync(NpgsqlTransaction transaction, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
