using System.Text.Json.Serialization;

namespace PostgresWorker.Integration.Worker;

public sealed record Paid(long Id, decimal Amount);

[JsonSerializable(typeof(Paid))]
internal sealed partial class MessageJson : JsonSerializerContext;

public sealed class MessageListeners(Inbox inbox)
{
    [PostgresMessage("messages", "audit")]
    public Task OnAudit(LogicalMessage message, CancellationToken ct) => inbox.TakeAsync(message, ct);

    [PostgresMessage("messages", "paid", Json = typeof(MessageJson))]
    public Task OnPaid(LogicalMessage<Paid> message, CancellationToken ct) => inbox.TakeAsync(message, ct);
}

/// <summary>Rows and messages of one source.</summary>
public sealed class LedgerListeners(Inbox inbox)
{
    [PostgresListener("ledger", "entries")]
    public Task OnEntry(Inserted<Event> entry, CancellationToken ct) => inbox.TakeAsync(entry, ct);

    [PostgresMessage("ledger", "note")]
    public Task OnNote(LogicalMessage message, CancellationToken ct) => inbox.TakeAsync(message, ct);
}

internal sealed class Messages : ISourceNamed
{
    public static string Name => "messages";
}

internal sealed class Ledger : ISourceNamed
{
    public static string Name => "ledger";
}
