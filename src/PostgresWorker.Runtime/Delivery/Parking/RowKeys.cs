namespace PostgresWorker.Delivery.Parking;

/// <summary>The keys by which a change is ordered.</summary>
/// <param name="Key">Its row's key; or <see cref="KeyText.Whole"/>.</param>
/// <param name="OldKey">The key from which it moves its row, where that is another.</param>
internal readonly record struct RowKeys(string Key, string? OldKey)
{
    public bool IsWhole => Key == KeyText.Whole;

    public string[] All => OldKey is null ? [Key] : [Key, OldKey];
}
