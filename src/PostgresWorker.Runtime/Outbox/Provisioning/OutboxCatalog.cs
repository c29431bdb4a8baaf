using Npgsql;
using PostgresWorker.Store;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>What the database says of a consumer's outbox, all as of one moment.</summary>
internal sealed class OutboxCatalog(NpgsqlDataSource database, OutboxNames names)
{
    // The words of pg_get_triggerdef depend on both.
    public const string Words = "SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL quote_all_identifiers = off";

    private const string RelationsQuery =
        """
        SELECT c.relname::text, c.relkind, EXISTS (SELECT FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent WHERE i.inhrelid = c.oid AND p.relname = $2 AND p.relnamespace = c.relnamespace)
        FROM pg_class c WHERE c.relnamespace = to_regnamespace('postgres_worker') AND c.relname = ANY ($1)
        """;

    private const string FunctionQuery =
        """
        SELECT p.proname::text, p.prosrc, p.prosecdef, coalesce(p.proconfig, '{}'), EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0)
        FROM pg_proc p WHERE p.pronamespace = to_regnamespace('postgres_worker') AND p.proname = ANY ($1)
        """;

    // The capture's id is what follows the name's last underscore but one.
    private const string TriggersQuery =
        """
        SELECT n.nspname::text, c.relname::text, t.tgname::text, f.oid IS NOT NULL, t.tgenabled, pg_get_triggerdef(t.oid), noted.wanted, noted.definition, (
            SELECT count(*) FROM pg_partition_tree(t.tgrelid) part
            WHERE part.level > 0 AND t.tgtype & 1 = 1 AND NOT EXISTS (SELECT FROM pg_trigger own WHERE own.tgrelid = part.relid AND own.tgname = t.tgname AND own.tgfoid = t.tgfoid AND own.tgenabled = 'A'))
        FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_proc f ON f.oid = t.tgfoid AND f.pronamespace = to_regnamespace('postgres_worker') AND f.proname = $1
        LEFT JOIN LATERAL (
            SELECT k.wanted, k.definition FROM "postgres_worker"."capture_triggers" k JOIN "postgres_worker"."captures" own ON own.id = k.capture
            WHERE k.name = t.tgname AND own.consumer = $2 AND own.table_schema = n.nspname AND own.table_name = c.relname) noted ON true
        WHERE t.tgparentid = 0 AND NOT t.tgisinternal AND (f.oid IS NOT NULL OR starts_with(t.tgname::text, '!postgres_worker_'))
        """;

    private const string SharedQuery =
        """
        SELECT EXISTS (
            SELECT FROM "postgres_worker"."instances"
            WHERE consumer = $1 AND expires_at > clock_timestamp() AND id IS DISTINCT FROM $2 AND wanted IS DISTINCT FROM $3)
        """;

    /// <param name="instance">Who asks; null where it is none of the instances.</param>
    /// <param name="wanted">What it wants: <see cref="OutboxWants.Fingerprint"/>.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<ExistingOutbox> ReadAsync(long? instance, string wanted, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var query = new CatalogQuery(connection, cancellationToken);
        await query.RunAsync(Words).ConfigureAwait(false);

        string[] relations = [names.Table, names.Sequence, .. Enumerable.Range(0, OutboxNames.Partitions).Select(names.Partition)];
        var (encoding, hasStore, hasTraces) = (await query.AllAsync(
            $"SELECT getdatabaseencoding()::text, to_regclass('postgres_worker.capture_triggers') IS NOT NULL, {TraceColumn.IsThere}",
            static row => new Facts(row.GetString(0), row.GetBoolean(1), row.GetBoolean(2)),
            names.Table).ConfigureAwait(false))[0];
        var found = await query.AllAsync(RelationsQuery, static row => new ExistingRelation(row.GetString(0), row.GetChar(1), row.GetBoolean(2)), relations, names.Table).ConfigureAwait(false);
        var functions = await query.AllAsync(
            FunctionQuery, static row => new ExistingFunction(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetFieldValue<string[]>(3), row.GetBoolean(4)), (object)new[] { names.Function, names.RowFunction, names.SnapshotFunction }).ConfigureAwait(false);
        var none = new ExistingOutbox(
            encoding,
            found.ToDictionary(relation => relation.Name, StringComparer.Ordinal),
            functions.ToDictionary(function => function.Name, StringComparer.Ordinal),
            null, 0, [], 0, [], hasTraces, false);
        return hasStore ? await ReadNotedAsync(query, none, instance, wanted).ConfigureAwait(false) : none;
    }

    private async Task<ExistingOutbox> ReadNotedAsync(CatalogQuery query, ExistingOutbox outbox, long? instance, string wanted)
    {
        var noted = await query.AllAsync(
            """SELECT version, wake_up FROM "postgres_worker"."outboxes" WHERE consumer = $1""", static row => new NotedOutbox(row.GetInt32(0), row.GetString(1) == "notify"), names.Consumer).ConfigureAwait(false);
        var captures = await query.AllAsync(
            """SELECT id, table_schema, table_name, order_by, key_columns, to_jsonb(c) ->> 'row_filter' FROM "postgres_worker"."captures" c WHERE consumer = $1 ORDER BY id""",
            static row => new ExistingCapture(row.GetInt32(0), new TableName(row.GetString(1), row.GetString(2)), row.IsDBNull(3) ? null : row.GetString(3), row.GetFieldValue<string[]>(4), row.IsDBNull(5) ? null : row.GetString(5)),
            names.Consumer).ConfigureAwait(false);
        return outbox with
        {
            Noted = noted.Count == 0 ? null : noted[0],
            Lanes = (long)await query.ValueAsync("""SELECT count(*) FROM "postgres_worker"."lanes" WHERE consumer = $1""", names.Consumer).ConfigureAwait(false),
            Captures = captures,
            MaxCapture = (int)await query.ValueAsync("""SELECT coalesce(max(id), 0) FROM "postgres_worker"."captures" """).ConfigureAwait(false),
            Triggers = await query.AllAsync(TriggersQuery, ReadTrigger, names.Function, names.Consumer).ConfigureAwait(false),
            IsShared = (bool)await query.ValueAsync(SharedQuery, names.Consumer, instance ?? 0L, wanted).ConfigureAwait(false),
        };
    }

    private static ExistingTrigger ReadTrigger(NpgsqlDataReader row) => new(
        new TableName(row.GetString(0), row.GetString(1)),
        row.GetString(2),
        row.GetBoolean(3),
        row.GetChar(4),
        row.GetString(5),
        row.IsDBNull(6) ? null : row.GetString(6),
        row.IsDBNull(7) ? null : row.GetString(7),
        row.GetInt64(8));

    private sealed record Facts(string Encoding, bool HasStore, bool HasTraces);
}
