namespace PostgresWorker.Generators.Tests;

internal static partial class Sources
{
    /// <summary>What a project that refers to Npgsql sees of a transaction.</summary>
    public const string Npgsql = """
        namespace Npgsql
        {
            public sealed class NpgsqlTransaction : System.Data.Common.DbTransaction
            {
                public override System.Data.IsolationLevel IsolationLevel => default;
                protected override System.Data.Common.DbConnection? DbConnection => null;
                public override void Commit() { }
                public override void Rollback() { }
            }
        }
        """;

    /// <summary>Batches, transactions and the properties of the attribute.</summary>
    public const string Shapes = $$"""
        using System.Linq;
        using Npgsql;
        {{Npgsql}}

        namespace Shop
        {
            public sealed record Item(long Id, long OrderId, string? Name);
            public sealed record Part<T>(T Id);

            public static class Seen
            {
                public static List<string> Lines { get; } = [];
            }

            public sealed class Writer
            {
                public void Write(string line) => Seen.Lines.Add(line);
            }

            public static class ItemListeners
            {
                [PostgresListener("shop", "items")]
                public static void Default(IReadOnlyList<Change<Item>> changes) => Seen.Lines.Add($"{changes.Count} {changes.GetType().Name}");

                [PostgresListener("shop", "items"), Batch(500, maxWaitMilliseconds: 20)]
                public static Task Inserted(IReadOnlyList<Inserted<Item>> inserted, CancellationToken cancellation)
                {
                    Seen.Lines.Add($"{string.Join(',', inserted.Select(item => item.New.Id))}");
                    return Task.CompletedTask;
                }

                [PostgresListener("shop", "parts"), Batch(1)]
                internal static ValueTask Annotated(IReadOnlyList<Deleted<Part<string>?>> deleted, Writer writer) => default;

                [PostgresListener("shop", "items", WhenChanged = [nameof(Item.Name), nameof(Item.OrderId)], OrderBy = nameof(Item.OrderId))]
                [PostgresListener("other", "items", Name = "drafts", Where = "name <> 'a \"draft\"'")]
                public static void Single(Change<Item> change) { }
            }

            public sealed class BillListeners(Writer writer)
            {
                [PostgresListener("shop", "bills")]
                public async Task OnBill(Updated<Item> updated, CancellationToken cancellation, NpgsqlTransaction transaction, ChangeContext context)
                {
                    await Task.CompletedTask;
                    writer.Write($"{updated.New.Id} {context.Ordinal} {transaction.GetType().Name}");
                }

                [PostgresListener("shop", "bills")]
                internal ValueTask OnBills(IReadOnlyList<Change<Item>> changes, NpgsqlTransaction transaction)
                {
                    writer.Write($"{changes.Count} {transaction is not null}");
                    return default;
                }
            }
        }
        """;
}
