namespace PostgresWorker.Integration.Worker;

public sealed class PayloadListeners(Inbox inbox)
{
    [PostgresListener("payloads", "things")]
    public void OnThing(EventPayload payload, ChangeContext context) => inbox.Take(payload, context);
}

internal sealed class Payloads : ISourceNamed
{
    public static string Name => "payloads";
}
