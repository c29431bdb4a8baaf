namespace PostgresWorker.Integration.Worker;

public sealed record AccountEmail(string Email);

public sealed record Counter(long Id, int Value);

public sealed class AccountListeners(Inbox inbox)
{
    [PostgresListener("accounts", "accounts")]
    public Task OnAccount(Change<AccountEmail> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    /// <summary>Updates only: deletes would need the old row.</summary>
    [PostgresListener("counters", "counters")]
    public Task OnCounter(Updated<Counter> updated, CancellationToken ct) => inbox.TakeAsync(updated, ct);
}

internal sealed class Accounts : ISourceNamed
{
    public static string Name => "accounts";
}

internal sealed class Counters : ISourceNamed
{
    public static string Name => "counters";
}
