using System.Globalization;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Samples.Tests;

/// <summary>The read model, killed again and again.</summary>
public sealed class ReadModelTests
{
    private const int Customers = 5, Kills = 3;

    [Fact]
    public async Task Totals_and_changes_are_right_to_the_last_one_whatever_is_killed()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(3));
        var ct = deadline.Token;
        await using var database = await SampleDatabase.CreateAsync("ReadModel", ct);
        await database.ExecuteAsync("INSERT INTO orders (customer_id, total) SELECT 1 + i % 5, i FROM generate_series(1, 500) i", ct);
        var random = new Random(4711);
        for (var round = 0; round <= Kills; round++)
        {
            await using var worker = database.Start();
            await worker.LineAsync(line => line.Contains("reads changes from slot", StringComparison.Ordinal), ct);
            for (var i = 0; i < 100; i++)
            {
                await database.ExecuteAsync(Change(random), ct);
            }

            if (round < Kills)
            {
                await worker.KillAsync(ct);
                continue;
            }

            // What was killed over is made up for, and nothing is counted twice.
            const string Difference =
                """
                SELECT coalesce(string_agg(customer_id::text, ','), 'none') FROM (
                    (SELECT customer_id, count(*) AS orders, sum(total) AS total FROM orders GROUP BY customer_id EXCEPT SELECT customer_id, orders, total FROM customer_totals WHERE orders > 0)
                    UNION ALL
                    (SELECT customer_id, orders, total FROM customer_totals WHERE orders > 0 EXCEPT SELECT customer_id, count(*), sum(total) FROM orders GROUP BY customer_id)) d
                """;
            await database.IsAsync(Difference, "none", ct);
            await database.IsAsync("SELECT sum(changes)::text FROM customer_totals", ((Kills + 1) * 100).ToString(CultureInfo.InvariantCulture), ct);
            Assert.Equal(0, await worker.StopAsync(ct));
            Assert.Equal(["none"], await database.RowsAsync(Difference, ct));
        }
    }

    /// <summary>Changes exactly one order.</summary>
    private static string Change(Random random)
    {
        var customer = 1 + random.Next(Customers);
        const string Any = "(SELECT id FROM orders ORDER BY random() LIMIT 1)";
        return random.Next(4) switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"INSERT INTO orders (customer_id, total) VALUES ({customer}, {random.Next(10_000) / 100m})"),
            1 => $"DELETE FROM orders WHERE id = {Any}",
            2 => string.Create(CultureInfo.InvariantCulture, $"UPDATE orders SET customer_id = {customer} WHERE id = {Any}"),
            _ => $"UPDATE orders SET total = total + 1.25 WHERE id = {Any}",
        };
    }
}
