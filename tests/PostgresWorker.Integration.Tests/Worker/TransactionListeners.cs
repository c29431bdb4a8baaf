using Npgsql;

namespace PostgresWorker.Integration.Worker;

/// <summary>Listeners that write in the transaction that they are handed.</summary>
public sealed class TransactionListeners(Inbox inbox)
{
    public const string Tables = $"{Item.Table}; CREATE TABLE effects (item_id bigint NOT NULL, attempt int NOT NULL)";

    [PostgresListener("bills", "items")]
    public async Task OnItem(Inserted<Item> inserted, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await WriteAsync(inserted, transaction, ct);
        await inbox.TakeAsync(inserted, ct);
    }

    [PostgresListener("bundles", "items"), Batch(5)]
    public async Task OnItems(IReadOnlyList<Inserted<Item>> inserted, NpgsqlTransaction transaction, CancellationToken ct)
    {
        foreach (var item in inserted)
        {
            await WriteAsync(item, transaction, ct);
        }

        await inbox.TakeAsync(inserted, ct);
    }

    /// <summary>Ends the transaction in ways that the analyzer does not see, or swallows what it should not.</summary>
    [PostgresListener("misuse", "items")]
    public static async Task OnMisused(Inserted<Item> inserted, NpgsqlTransaction transaction, Inbox inbox, CancellationToken ct)
    {
        await WriteAsync(inserted, transaction, ct);
        await (inserted.Context.Attempt > 1 ? Task.CompletedTask : inserted.New.Name switch
        {
            "commit" => EndAsync(transaction, static ended => ended.CommitAsync(CancellationToken.None)),
            "rollback" => EndAsync(transaction, static ended => ended.RollbackAsync(CancellationToken.None)),
            "dispose" => EndAsync(transaction, static ended => ended.DisposeAsync().AsTask()),
            "sql" => ExecuteAsync(transaction, "ROLLBACK", ct),
            _ => SwallowAsync(transaction, ct),
        });
        await inbox.TakeAsync(inserted, ct);
    }

    private static Task EndAsync(NpgsqlTransaction transaction, Func<NpgsqlTransaction, Task> end) => end(transaction);

    private static async Task SwallowAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        try
        {
            await ExecuteAsync(transaction, "SELECT 1 / 0", ct);
        }
        catch (PostgresException)
        {
            // As if all were well; but the transaction can only be rolled back now.
        }
    }

    private static Task WriteAsync(Inserted<Item> inserted, NpgsqlTransaction transaction, CancellationToken ct) =>
        ExecuteAsync(transaction, $"INSERT INTO effects VALUES ({inserted.New.Id}, {inserted.Context.Attempt})", ct);

    private static async Task ExecuteAsync(NpgsqlTransaction transaction, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
    }
}

internal sealed class Bills : ISourceNamed
{
    public static string Name => "bills";
}

internal sealed class Bundles : ISourceNamed
{
    public static string Name => "bundles";
}

internal sealed class Misuse : ISourceNamed
{
    public static string Name => "misuse";
}
