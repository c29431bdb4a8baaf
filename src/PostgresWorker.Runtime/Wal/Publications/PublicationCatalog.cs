using Npgsql;
using PostgresWorker.Generated;

namespace PostgresWorker.Wal.Publications;

/// <summary>Asks the server about a publication.</summary>
internal sealed class PublicationCatalog(NpgsqlDataSource database, string publication)
{
    /// <summary>The first version with row filters, column lists and publications of schemas.</summary>
    public const int FilterVersion = 15;

    private const int CommandTimeout = 5;

    // Rows of the catalog are never changed in place: each ALTER makes another, with another xmin. A transaction that has changed one and whose end
    // is not seen yet has left its id in xmax, before anything of it was in the WAL; an id that is not above the snapshot's lowest is none that is open, and what was aborted is no change.
    private const string LookQuery =
        """
        WITH part AS (
            SELECT pg_catalog.concat('p', p.oid, ':', p.xmin) AS print, p.xmax::text::bigint AS changer
            FROM pg_catalog.pg_publication p WHERE p.pubname = $1
            UNION ALL
            SELECT pg_catalog.concat('r', r.oid, ':', r.xmin), r.xmax::text::bigint
            FROM pg_catalog.pg_publication p JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid WHERE p.pubname = $1
            {0}
            UNION ALL
            SELECT pg_catalog.concat('t', c.oid, ':', c.relispartition), 0
            FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3)) AS w (schema, name)
            JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
        ), snapshot AS (
            SELECT pg_catalog.pg_snapshot_xmin(s)::text::bigint AS lowest, pg_catalog.pg_snapshot_xmax(s)::text::bigint AS next FROM pg_catalog.pg_current_snapshot() s
        ), changing AS (
            SELECT lowest, next - (((next - changer) % 4294967296) + 4294967296) % 4294967296 AS xid FROM part, snapshot WHERE changer <> 0
        )
        SELECT (SELECT coalesce(pg_catalog.string_agg(print, ',' ORDER BY print), '') FROM part),
               EXISTS (SELECT FROM changing WHERE CASE WHEN xid < lowest THEN false ELSE coalesce(pg_catalog.pg_xact_status(xid::text::xid8) <> 'aborted', false) END)
               OR CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn() < $4::pg_lsn ELSE false END
        """;

    private const string Schemas =
        """
            UNION ALL
            SELECT pg_catalog.concat('s', s.oid, ':', s.xmin), s.xmax::text::bigint
            FROM pg_catalog.pg_publication p JOIN pg_catalog.pg_publication_namespace s ON s.pnpubid = p.oid WHERE p.pubname = $1
        """;

    private const string StateQuery =
        """
        SELECT p.oid, p.xmin::text, p.pubowner, p.pubviaroot, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, t.schemaname::text, t.tablename::text, c.oid, r.oid, {0},
               ARRAY(SELECT pn.nspname::text FROM pg_catalog.pg_publication_rel pr JOIN pg_catalog.pg_class pc ON pc.oid = pr.prrelid JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace WHERE pr.prpubid = p.oid AND pc.relkind = 'p' ORDER BY pc.oid),
               ARRAY(SELECT pc.relname::text FROM pg_catalog.pg_publication_rel pr JOIN pg_catalog.pg_class pc ON pc.oid = pr.prrelid WHERE pr.prpubid = p.oid AND pc.relkind = 'p' ORDER BY pc.oid)
        FROM pg_catalog.pg_publication p
        LEFT JOIN pg_catalog.pg_publication_tables t ON t.pubname = p.pubname
        LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = t.schemaname
        LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
        LEFT JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid AND r.prrelid = c.oid
        WHERE p.pubname = $1
        """;

    private const string FilterAndColumns =
        "t.rowfilter, CASE WHEN r.prattrs IS NOT NULL THEN ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (r.prattrs::int2[])) END";

    private const string EndQuery =
        "SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_flush_lsn() END::text";

    private static readonly ChangeKinds[] Operations = [ChangeKinds.Inserted, ChangeKinds.Updated, ChangeKinds.Deleted, ChangeKinds.Truncated];

    /// <summary>Whether anything is different, in the fewest words. What is written to the WAL up to <paramref name="received"/> is taken into account: it was received before.</summary>
    public async Task<PublicationLook> LookAsync(IReadOnlyList<TableName> tables, Lsn received, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = Command(connection, LookQuery.Replace("{0}", HasFilters(connection) ? Schemas : "", StringComparison.Ordinal));
        await using var __ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = tables.Select(table => table.Schema).ToArray() });
        command.Parameters.Add(new() { Value = tables.Select(table => table.Name).ToArray() });
        command.Parameters.Add(new() { Value = received.ToString() });

        // A few times a second: to parse and to plan it takes the server four times as long as the rest. No pooler is between, which would not have it; the session keeps it, and where it is prepared already nothing is sent.
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new PublicationLook(reader.GetString(0), reader.GetBoolean(1));
    }

    /// <summary>The publication; null where there is none.</summary>
    public async Task<PublicationState?> ReadAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = Command(connection, StateQuery.Replace("{0}", HasFilters(connection) ? FilterAndColumns : "NULL::text, NULL::text[]", StringComparison.Ordinal));
        await using var __ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        PublicationState? state = null;
        Dictionary<TableName, PublishedTable> tables = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            state ??= new PublicationState(reader.GetFieldValue<uint>(0), reader.GetString(1), reader.GetFieldValue<uint>(2), Published(reader, 4), reader.GetBoolean(3), tables)
            {
                Partitioned = Partitioned(reader.GetFieldValue<string[]>(14), reader.GetFieldValue<string[]>(15)),
            };
            if (!reader.IsDBNull(10))
            {
                tables[new TableName(reader.GetString(8), reader.GetString(9))] = new PublishedTable(
                    reader.GetFieldValue<uint>(10), reader.IsDBNull(11) ? null : reader.GetFieldValue<uint>(11), reader.IsDBNull(12) ? null : reader.GetString(12),
                    reader.IsDBNull(13) ? null : reader.GetFieldValue<string[]>(13));
            }
        }

        return state;
    }

    /// <summary>How far the server has written.</summary>
    public async Task<Lsn> WalEndAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(EndQuery);
        await using var _ = command.ConfigureAwait(false);
        return Lsn.Parse((string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
    }

    private static bool HasFilters(NpgsqlConnection connection) => connection.PostgreSqlVersion.Major >= FilterVersion;

    private static HashSet<TableName> Partitioned(string[] schemas, string[] names)
    {
        HashSet<TableName> tables = [];
        for (var i = 0; i < schemas.Length; i++)
        {
            tables.Add(new TableName(schemas[i], names[i]));
        }

        return tables;
    }

    private static ChangeKinds Published(NpgsqlDataReader reader, int first)
    {
        var kinds = ChangeKinds.None;
        for (var i = 0; i < Operations.Length; i++)
        {
            kinds |= reader.GetBoolean(first + i) ? Operations[i] : ChangeKinds.None;
        }

        return kinds;
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql) =>
        new(sql, connection) { CommandTimeout = CommandTimeout, Parameters = { new() { Value = publication } } };
}
