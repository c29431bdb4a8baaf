using PostgresWorker;

namespace OutboxRelay;

/// <summary>Relays each message that is inserted, those of a key in order.</summary>
public sealed class Relay(TopicFolder topics)
{
    [PostgresListener("shop", "messages", OrderBy = nameof(Message.Key))]
    public async Task OnMessage(Inserted<Message> inserted, CancellationToken ct)
    {
        var message = inserted.New;
        var isNew = await topics.AppendAsync(message, ct);
        await Console.Out.WriteLineAsync($"{message.Topic} {message.Key}: {message.Id} {(isNew ? "relayed" : "was relayed before")}".AsMemory(), ct);
    }
}
