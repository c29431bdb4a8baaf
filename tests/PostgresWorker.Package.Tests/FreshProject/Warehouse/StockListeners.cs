using System.Net;
using PostgresWorker;

namespace Warehouse;

public sealed record Stock(Guid Id, Shelf Shelf, IPAddress? Scanner, Unchanged<string> Notes);

[PostgresComposite]
public readonly record struct Shelf(int Row, short Board);

public sealed class StockListeners
{
    [PostgresListener("shop", "stocks")]
    public void OnStock(Inserted<Stock> inserted, ChangeContext context) =>
        Console.WriteLine($"{context.Table.Name}: {inserted.New.Shelf}, {inserted.New.Scanner}, {inserted.New.Notes}");

    [PostgresListener("shop", "stocks")]
    public static void OnTruncated(Truncated truncated) => Console.WriteLine($"{truncated.Context.Table.Name}: gone");

    [PostgresMessage("shop", "counted")]
    public static void OnCounted(LogicalMessage message) => Console.WriteLine($"{message.Prefix}: {message.Text}");
}
