namespace PostgresWorker.Delivery.Parking;

/// <summary>A key that the store has as parked.</summary>
/// <param name="Of">Whose it is, and its text.</param>
/// <param name="Held">What is known of it.</param>
internal sealed record FoundKey(ListenerKey Of, HeldKey Held);
