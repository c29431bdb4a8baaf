namespace PostgresWorker.TestWorker.Shapes;

/// <summary>On a source of its own: it is sent all values as text.</summary>
internal sealed class PayloadListeners(TextWriter output)
{
    [PostgresListener("untyped", "parcels")]
    public void OnPayload(EventPayload payload) => output.WriteLine($"payload {payload.GetId()} {payload.ToJson()}");
}
