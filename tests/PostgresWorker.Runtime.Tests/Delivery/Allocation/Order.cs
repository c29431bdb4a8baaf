using PostgresWorker.Generated;
using PostgresWorker.Tests.Rows;

namespace PostgresWorker.Tests.Delivery.Allocation;

internal enum OrderStatus
{
    Pending,
    Shipped,
    Cancelled,
}

/// <summary>A row of six columns.</summary>
internal sealed record Order(long Id, long CustomerId, OrderStatus Status, decimal Total, DateTimeOffset PlacedAt, string? Note)
{
    public static TableLayout Layout { get; } = Table.Layout(
        ("id", Table.Bigint),
        ("customer_id", Table.Bigint),
        ("status", new ColumnType("order_status", 16_385, 'e', "order_status")),
        ("total", Table.Numeric),
        ("placed_at", new ColumnType("timestamp with time zone", 1184, 'b', "timestamptz")),
        ("note", Table.Text));
}

/// <summary>As the generator writes it.</summary>
internal sealed class OrderReader : RowReader<Order>
{
    private static readonly RowColumn[] Declared =
    [
        new("id", "Id", ColumnKind.Int64, false),
        new("customer_id", "CustomerId", ColumnKind.Int64, false),
        new("status", "Status", ColumnKind.Enum, false),
        new("total", "Total", ColumnKind.Decimal, false),
        new("placed_at", "PlacedAt", ColumnKind.DateTimeOffset, false),
        new("note", "Note", ColumnKind.String, true),
    ];

    public override ReadOnlySpan<RowColumn> Columns => Declared;

    public override Order Read(ref TupleReader tuple)
    {
        long id = default;
        long customerId = default;
        OrderStatus status = default;
        decimal total = default;
        DateTimeOffset placedAt = default;
        string? note = null;
        while (tuple.Next(out var slot))
        {
            switch (slot)
            {
                case 0:
                    id = tuple.Value.GetInt64();
                    break;
                case 1:
                    customerId = tuple.Value.GetInt64();
                    break;
                case 2:
                    status = tuple.Value.GetLabel().SequenceEqual("shipped"u8) ? OrderStatus.Shipped : throw tuple.Value.UnknownLabel("OrderStatus");
                    break;
                case 3:
                    total = tuple.Value.GetDecimal();
                    break;
                case 4:
                    placedAt = tuple.Value.GetDateTimeOffset();
                    break;
                case 5:
                    note = tuple.IsNull ? null : tuple.Value.GetString();
                    break;
            }
        }

        return new Order(id, customerId, status, total, placedAt, note);
    }

    public override void Write(RowWriter writer, Order row) => throw new NotSupportedException();
}
