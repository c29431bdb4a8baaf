namespace PostgresWorker.Outbox.Provisioning;

/// <summary>The form of an outbox: its columns, and what its function writes into them. Older builds refuse a newer one; a column with a default, such as <see cref="TraceColumn"/>, needs none.</summary>
internal static class OutboxVersion
{
    /// <summary>The form that this build makes and reads.</summary>
    public const int Current = 1;

    /// <summary>The code of <see cref="Newer"/>.</summary>
    public const string NewerCode = "outbox_version";

    /// <summary>A newer build has changed the form.</summary>
    public static Finding Newer(OutboxNames names, int version) => new(
        NewerCode,
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Outbox {names.Table} is of version {version}, and this build knows {Current}. Run the newer build, which made it so."));
}
