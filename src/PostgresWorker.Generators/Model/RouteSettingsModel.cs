namespace PostgresWorker.Generators.Model;

/// <summary>What an attribute says beside source, table and name.</summary>
/// <param name="WhenChanged">The columns of which one must differ for an update to be delivered; none where every update is.</param>
/// <param name="OrderBy">The column that orders the listener's changes; null for the table's key.</param>
/// <param name="Where">The SQL condition that rows must meet; null where all are sent.</param>
internal sealed record RouteSettingsModel(EquatableArray<string> WhenChanged, string? OrderBy, string? Where)
{
    /// <summary>Those of an attribute that says no more.</summary>
    public static RouteSettingsModel None { get; } = new(default, null, null);
}
