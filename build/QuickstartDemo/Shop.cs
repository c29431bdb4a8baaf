using System.Globalization;
using Npgsql;

namespace PostgresWorker.QuickstartDemo;

/// <summary>The database of the demo, and the changes that are made in it.</summary>
internal sealed class Shop(NpgsqlDataSource database) : IAsyncDisposable
{
    public const string Name = "shop";

    public static async Task<Shop> CreateAsync(string serverConnectionString, string connectionString, CancellationToken ct)
    {
        await using (var server = NpgsqlDataSource.Create(serverConnectionString + ";Pooling=false"))
        await using (var create = server.CreateCommand($"CREATE DATABASE {Name}"))
        {
            await create.ExecuteNonQueryAsync(ct);
        }

        var shop = new Shop(NpgsqlDataSource.Create(connectionString));
        await shop.RunAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "schema.sql"), ct), ct);
        return shop;
    }

    /// <summary>Whether somebody reads a slot of this database: one that is still being made is active too, but has no position yet.</summary>
    public async Task<bool> IsListenedToAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM pg_replication_slots WHERE database = current_database() AND active AND confirmed_flush_lsn IS NOT NULL");
        return await command.ExecuteScalarAsync(ct) is > 0L;
    }

    /// <summary>Two orders, one of them updated twice and deleted; between them one that cannot be handled at the first attempt.</summary>
    public async Task<ExpectedLine[]> MakeChangesAsync(CancellationToken ct)
    {
        var first = await InsertAsync(7, "49.90", null, ct);
        var failing = await InsertAsync(8, "1250.00", "fail once", ct);
        var second = await InsertAsync(9, "0.10", null, ct);
        await RunAsync($"UPDATE orders SET status = 'paid' WHERE id = {first}", ct);
        await RunAsync($"UPDATE orders SET status = 'shipped' WHERE id = {first}", ct);
        await RunAsync($"UPDATE orders SET total = 9999999999.99 WHERE id = {second}", ct);
        await RunAsync($"DELETE FROM orders WHERE id = {first}", ct);
        return
        [
            new ExpectedLine($"the insert of order {first}", $"INSERT order {first} of customer 7 placed for 49.90 "),
            new ExpectedLine($"the insert of order {failing}, which fails once", $"INSERT order {failing} of customer 8 placed for 1250.00 ", "attempt 2)"),
            new ExpectedLine($"the insert of order {second}", $"INSERT order {second} of customer 9 placed for 0.10 "),
            new ExpectedLine($"the payment of order {first}", $"UPDATE order {first} went from Placed to Paid "),
            new ExpectedLine($"the shipment of order {first}", $"UPDATE order {first} went from Paid to Shipped "),
            new ExpectedLine($"the new total of order {second}", $"UPDATE order {second} is now for 9999999999.99 "),
            new ExpectedLine($"the delete of order {first}", $"DELETE order {first} for 49.90 cancelled "),
        ];
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task<long> InsertAsync(long customer, string total, string? note, CancellationToken ct)
    {
        await using var command = database.CreateCommand("INSERT INTO orders (customer_id, total, note) VALUES ($1, $2, $3) RETURNING id");
        command.Parameters.AddWithValue(customer);
        command.Parameters.AddWithValue(decimal.Parse(total, CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue((object?)note ?? DBNull.Value);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task RunAsync(string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}
