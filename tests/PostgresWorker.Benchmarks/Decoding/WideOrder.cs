using System.Text;
using System.Text.Json;
using PostgresWorker.Generated;

namespace PostgresWorker.Benchmarks;

/// <summary>Five columns of a table that has fifty.</summary>
public sealed record WideOrder(long Id, long CustomerId, decimal Total, DateTimeOffset PlacedAt, string? Note);

public static class WideOrderListeners
{
    [PostgresListener("bench", "wide_orders")]
    public static void OnWideOrder(Inserted<WideOrder> inserted) => ArgumentNullException.ThrowIfNull(inserted);
}

/// <summary>A row of that table as the server sends it: the orders' six columns among forty-four others.</summary>
internal static class WideOrderTuple
{
    private const int Others = 44, Before = 20;

    public static TableLayout Layout { get; } = new(
        new TableName("public", "wide_orders"),
        [.. Fillers(0, Before), .. OrderTuple.Layout.Columns, .. Fillers(Before, Others)]);

    public static byte[] Bytes { get; } =
        [.. Enumerable.Repeat(OrderTuple.Value("some text"u8), Before).SelectMany(static value => value), .. OrderTuple.Bytes, .. Enumerable.Repeat(OrderTuple.Value("some text"u8), Others - Before).SelectMany(static value => value)];

    private static IEnumerable<TableColumn> Fillers(int from, int to) => Enumerable.Range(from, to - from).Select(static i => OrderTuple.Column($"other_{i}", OrderTuple.Text));
}

/// <summary>The orders' row as an outbox has it.</summary>
internal static class OrderJson
{
    public static byte[] Bytes { get; } = Encoding.UTF8.GetBytes(
        """{"id":4711,"customer_id":42,"status":"shipped","total":1234.56,"placed_at":"2026-11-22T12:00:00+00:00","note":"leave it with Ana"}""");

    /// <summary>What one would write by hand with the library's reader.</summary>
    public static Order Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        long id = 0, customer = 0;
        var (status, total, placed, note) = (OrderStatus.Pending, 0m, default(DateTimeOffset), default(string));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            var isCustomer = !isId && reader.ValueTextEquals("customer_id"u8);
            var isStatus = !isId && !isCustomer && reader.ValueTextEquals("status"u8);
            var isTotal = !isId && !isCustomer && !isStatus && reader.ValueTextEquals("total"u8);
            var isPlaced = !isId && !isCustomer && !isStatus && !isTotal && reader.ValueTextEquals("placed_at"u8);
            reader.Read();
            id = isId ? reader.GetInt64() : id;
            customer = isCustomer ? reader.GetInt64() : customer;
            status = isStatus && reader.ValueTextEquals("shipped"u8) ? OrderStatus.Shipped : status;
            total = isTotal ? reader.GetDecimal() : total;
            placed = isPlaced ? reader.GetDateTimeOffset() : placed;
            note = !isId && !isCustomer && !isStatus && !isTotal && !isPlaced ? reader.GetString() : note;
        }

        return new Order(id, customer, status, total, placed, note);
    }
}
