using PostgresWorker.Delivery.Parking;

namespace PostgresWorker.DeadLetters.Parking;

/// <summary>A key that is to be released.</summary>
/// <param name="Of">The listener and the key.</param>
/// <param name="Lane">The lane whose holder releases the listener's keys.</param>
internal sealed record AskedKey(ListenerKey Of, short Lane);
