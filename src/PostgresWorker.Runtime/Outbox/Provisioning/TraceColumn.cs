using Npgsql;
using PostgresWorker.Store;
using PostgresWorker.Wal;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>
/// The outbox's column for the writer's place in its trace. Its default reads the setting of the writer's transaction, so whoever inserts need not know of it: the trigger function is the same with it and without, and an older
/// build that makes that, or reads the outbox, works beside this one.
/// </summary>
internal static class TraceColumn
{
    /// <summary>Its name.</summary>
    public const string Name = "traceparent";

    /// <summary>Whether an outbox has it; $1 is the outbox's table, and search_path must be pg_catalog's.</summary>
    public const string IsThere =
        $"""
        EXISTS (
            SELECT FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE c.relnamespace = pg_catalog.to_regnamespace('{StoreSchema.Name}') AND c.relname = $1 AND a.attname = '{Name}' AND NOT a.attisdropped
                AND pg_catalog.strpos(pg_catalog.pg_get_expr(d.adbin, d.adrelid), '{TraceParent.Setting}') > 0)
        """;

    private const string Said = $"pg_catalog.current_setting('{TraceParent.Setting}', true)";

    // Nothing that can be set may fail a write, or come to the reader if it is not ASCII. Without the setting it is one look and no more; a regular expression would turn a huge text into an array first.
    private const string Default =
        $$"""CASE WHEN pg_catalog.octet_length({{Said}}) = 55 THEN CASE WHEN {{Said}} COLLATE "C" ~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' THEN {{Said}} END END""";

    /// <summary>The column in CREATE TABLE.</summary>
    public const string Definition = $"{Name} text DEFAULT {Default}";

    /// <summary>
    /// Adds it to an outbox that was made without. The default comes apart from the column: with it, rows that are there would have what the session says that adds it.
    /// </summary>
    public static OutboxStep Add(OutboxNames names) => new(
        "outbox_column",
        $"Outbox {names.Table} lacks column {Name}, or its default, by which TraceContext knows writers' traces.",
        $"ALTER TABLE {OutboxNames.ToSql(names.Table)} ADD COLUMN IF NOT EXISTS {Name} text, ALTER COLUMN {Name} SET DEFAULT {Default}",
        $"ALTER TABLE takes ACCESS EXCLUSIVE on outbox {names.Table}: it waits for those who have changed captured tables and not committed, and who changes them then waits for it.",
        StepReason.Different);

    /// <summary>Refuses an outbox without it, where nobody looks otherwise.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">It is not there.</exception>
    public static async Task DemandAsync(string source, NpgsqlDataSource database, OutboxNames names, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand($"SELECT {IsThere}");
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = names.Table });
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
        {
            throw new PostgresWorkerConfigurationException(source, [Add(names).ToFinding() with { IsAutomatic = false }]);
        }
    }
}
