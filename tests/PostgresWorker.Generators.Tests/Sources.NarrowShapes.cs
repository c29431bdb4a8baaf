namespace PostgresWorker.Generators.Tests;

internal static partial class Sources
{
    /// <summary>Batches and single changes of one kind, rows that are structs, and transactions of listeners without a row type.</summary>
    public const string NarrowShapes = $$"""
        using System.Linq;
        using Npgsql;
        {{Npgsql}}

        namespace Shop
        {
            public sealed record Item(long Id, string? Name);
            public readonly record struct Point(int X, int? Y);

            public static class Seen
            {
                public static List<string> Lines { get; } = [];
                public static void Add(string line) => Lines.Add(line);
            }

            public static class Batches
            {
                [PostgresListener("shop", "items"), Batch(3, 20)]
                public static void Updated(IReadOnlyList<Updated<Item>> updated) => Seen.Add(string.Join(" ", updated.Select(item => $"{item.Old?.Id}>{item.New.Id}")));

                [PostgresListener("shop", "items")]
                public static ValueTask Deleted(IReadOnlyList<Deleted<Item>> deleted, CancellationToken cancellation)
                {
                    Seen.Add(string.Join(" ", deleted.Select(item => item.Old.Id)));
                    return default;
                }

                [PostgresListener("shop", "items")]
                public static async Task Existing(IReadOnlyList<Existing<Item>> existing)
                {
                    await Task.CompletedTask;
                    Seen.Add(string.Join(" ", existing.Select(item => $"{item.Row.Name}")));
                }

                [PostgresListener("shop", "points")]
                public static void Points(IReadOnlyList<Deleted<Point>> deleted, NpgsqlTransaction transaction) =>
                    Seen.Add($"{string.Join(" ", deleted.Select(point => point.Old))} {transaction.GetType().Name}");
            }

            public static class Singles
            {
                [PostgresListener("shop", "items")]
                public static void Existing(Existing<Item> existing) => Seen.Add($"{existing.Row} {existing.Action}");

                [PostgresListener("shop", "points")]
                public static void Deleted(Deleted<Point> deleted) => Seen.Add($"{deleted.Old} {deleted.Action}");

                [PostgresListener("shop", "points")]
                public static void Updated(Updated<Point> updated) => Seen.Add($"{updated.Old}>{updated.New}");
            }

            public sealed class Transactions
            {
                [PostgresListener("shop", "items")]
                public void OnPayload(EventPayload payload, NpgsqlTransaction transaction, ChangeContext context) => Seen.Add($"{payload.Action} {context.Table} {transaction.GetType().Name}");

                [PostgresListener("shop", "items")]
                public static Task OnTruncated(Truncated truncated, NpgsqlTransaction transaction)
                {
                    Seen.Add($"{truncated.RestartIdentity} {transaction.GetType().Name}");
                    return Task.CompletedTask;
                }

                [PostgresMessage("shop", "audit")]
                public static ValueTask OnMessage(LogicalMessage message, CancellationToken cancellation, NpgsqlTransaction transaction)
                {
                    Seen.Add($"{message.Text} {transaction.GetType().Name}");
                    return default;
                }
            }
        }
        """;
}
