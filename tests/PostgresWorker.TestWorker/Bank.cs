using Npgsql;
using PostgresWorker.Generated;

namespace PostgresWorker.TestWorker;

internal sealed record Transfer(long Id, int FromAccount, int ToAccount, long Amount);

/// <summary>Moves money as transfers say, one after another and in batches, each into accounts of its own.</summary>
internal static class BankListeners
{
    [PostgresListener("bank", "transfers")]
    public static Task OnTransfer(Inserted<Transfer> inserted, NpgsqlTransaction transaction, CancellationToken ct) =>
        MoveAsync("accounts", inserted.New, transaction, ct);

    [PostgresListener("bank", "transfers"), Batch(16, 5)]
    public static async Task OnTransfers(IReadOnlyList<Inserted<Transfer>> inserted, NpgsqlTransaction transaction, CancellationToken ct)
    {
        // One batch at a time: transfers lock accounts in an order of their own.
        await using var command = new NpgsqlCommand("LOCK TABLE batched_accounts IN SHARE ROW EXCLUSIVE MODE", transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
        foreach (var one in inserted)
        {
            await MoveAsync("batched_accounts", one.New, transaction, ct);
        }
    }

    private static async Task MoveAsync(string accounts, Transfer transfer, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var locking = new NpgsqlCommand($"SELECT FROM {accounts} WHERE id IN ($1, $2) ORDER BY id FOR UPDATE", transaction.Connection, transaction);
        locking.Parameters.Add(new() { Value = transfer.FromAccount });
        locking.Parameters.Add(new() { Value = transfer.ToAccount });
        await locking.ExecuteNonQueryAsync(ct);
        await using var command = new NpgsqlCommand(
            $"UPDATE {accounts} SET balance = balance + CASE id WHEN $1 THEN -$3 ELSE $3 END, moves = moves + 1 WHERE id IN ($1, $2)", transaction.Connection, transaction);
        command.Parameters.Add(new() { Value = transfer.FromAccount });
        command.Parameters.Add(new() { Value = transfer.ToAccount });
        command.Parameters.Add(new() { Value = transfer.Amount });
        if (await command.ExecuteNonQueryAsync(ct) != 2)
        {
            throw new InvalidOperationException($"Transfer {transfer.Id} did not find both accounts.");
        }
    }
}

/// <summary>This assembly's listeners of the bank, or all others.</summary>
internal sealed class BankModule : IListenerModule
{
    static void IListenerModule.Register(ListenerRegistry listeners) => Listeners.Register(listeners, route => route.Source == "bank");
}

/// <inheritdoc cref="BankModule"/>
internal sealed class ItemsModule : IListenerModule
{
    static void IListenerModule.Register(ListenerRegistry listeners) => Listeners.Register(listeners, route => route.Source != "bank");
}

internal static class Listeners
{
    public static void Register(ListenerRegistry listeners, Func<ListenerRoute, bool> isWanted)
    {
        var all = new ListenerRegistry(listeners.Services);
        Register<PostgresWorkerModule>(all);
        foreach (var route in all.Routes.Where(isWanted))
        {
            listeners.Add(route);
        }
    }

    private static void Register<TModule>(ListenerRegistry listeners)
        where TModule : IListenerModule => TModule.Register(listeners);
}
