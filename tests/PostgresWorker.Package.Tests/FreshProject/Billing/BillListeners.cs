using Npgsql;
using NpgsqlTypes;
using PostgresWorker;

namespace Billing;

public sealed record Bill(long Id, NpgsqlRange<int> Lines, NpgsqlPoint? Stamp);

public static class BillListeners
{
    [PostgresListener("shop", "bills")]
    public static async Task OnBill(Inserted<Bill> inserted, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("INSERT INTO booked (bill, first, stamp) VALUES ($1, $2, $3)", transaction.Connection, transaction);
        command.Parameters.Add(new() { Value = inserted.New.Id });
        command.Parameters.Add(new() { Value = inserted.New.Lines.LowerBound });
        command.Parameters.Add(new() { Value = inserted.New.Stamp });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
