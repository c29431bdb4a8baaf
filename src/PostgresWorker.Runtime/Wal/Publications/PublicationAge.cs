using Npgsql;
using PostgresWorker.Store;

namespace PostgresWorker.Wal.Publications;

/// <summary>
/// Whether a publication was changed when nobody watched it: what is younger than the checkpoint, by the ids of the transactions that wrote both. Each checkpoint is written after a look at the publication.
/// </summary>
internal static class PublicationAge
{
    private const string Query =
        $"""
        SELECT '', '' FROM pg_catalog.pg_publication p JOIN "{StoreSchema.Name}"."checkpoints" k ON k.consumer = $2
        WHERE p.pubname = $1 AND pg_catalog.age(p.xmin) < pg_catalog.age(k.xmin)
        UNION ALL
        SELECT n.nspname::text, c.relname::text
        FROM pg_catalog.pg_publication p JOIN "{StoreSchema.Name}"."checkpoints" k ON k.consumer = $2
        JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid
        JOIN pg_catalog.pg_class c ON c.oid = r.prrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE p.pubname = $1 AND pg_catalog.age(r.xmin) < pg_catalog.age(k.xmin)
        """;

    /// <summary>What is younger: tables, in one name each, or the publication itself.</summary>
    public static async Task<IReadOnlyList<string>> NewerAsync(NpgsqlDataSource database, string publication, string consumer, IReadOnlyList<TableName> tables, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Query);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = publication });
        command.Parameters.Add(new() { Value = consumer });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        List<string> newer = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var table = new TableName(reader.GetString(0), reader.GetString(1));
            if (table.Name.Length == 0)
            {
                newer.Add("itself");
            }
            else if (tables.Contains(table))
            {
                newer.Add(table.ToString());
            }
        }

        return newer;
    }
}
