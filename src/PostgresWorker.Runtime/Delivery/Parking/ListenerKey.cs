namespace PostgresWorker.Delivery.Parking;

/// <summary>A key of a listener.</summary>
internal sealed record ListenerKey(string Listener, string Key);
