namespace PostgresWorker.Delivery.Parking;

/// <summary>A key for which a change was stored.</summary>
/// <param name="Key">Its text.</param>
/// <param name="Id">Its number in the store.</param>
internal sealed record StoredKey(string Key, long Id);
