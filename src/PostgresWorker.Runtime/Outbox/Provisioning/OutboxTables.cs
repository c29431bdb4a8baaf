using System.Globalization;
using PostgresWorker.Store;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>The statements that make a consumer's outbox.</summary>
internal static class OutboxTables
{
    /// <summary>
    /// A queue's rows all die: vacuum by their number and not by a share of what there is, at full speed, and never for the sake of rows that were only inserted (they are gone soon). What is large stands beside,
    /// with a vacuum of its own.
    /// </summary>
    private const string Autovacuum =
        "autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0, autovacuum_vacuum_insert_threshold = -1, " +
        "autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000, " +
        "toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 20000, toast.autovacuum_vacuum_cost_delay = 0, toast.autovacuum_vacuum_insert_threshold = -1";

    // Each column and index costs every write: the partition is computed, and what is read is found by id alone.
    public static string Table(OutboxNames names) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        CREATE TABLE {OutboxNames.ToSql(names.Table)} (
            id bigint NOT NULL,
            transaction_id xid8 NOT NULL,
            written_at timestamptz NOT NULL,
            size int NOT NULL,
            capture int NOT NULL,
            lane smallint NOT NULL,
            old_lane smallint,
            kind "char" NOT NULL,
            key text NOT NULL,
            old_key text,
            old_row json,
            new_row json,
            problem text,
            {TraceColumn.Definition}
        ) PARTITION BY LIST (((id >> {OutboxNames.SegmentShift}) & {OutboxNames.Partitions - 1}))
        """);

    public static string Partition(OutboxNames names, int segment)
    {
        var table = OutboxNames.ToSql(names.Partition(segment));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            CREATE TABLE {table} PARTITION OF {OutboxNames.ToSql(names.Table)} FOR VALUES IN ({segment}) WITH ({Autovacuum});
            CREATE INDEX {Sql.Identifier(names.IdIndex(segment))} ON {table} (id)
            """);
    }

    // CACHE 1: ids that a session keeps for later would be taken before the row's lock.
    public static string Sequence(OutboxNames names) => $"CREATE SEQUENCE {OutboxNames.ToSql(names.Sequence)} AS bigint CACHE 1";

    /// <summary>The outbox is another one from now on: its ids begin again, behind those by which letters and records of an earlier one are known.</summary>
    public static string NewIncarnation(OutboxNames names, int version, bool wakesUp) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        DELETE FROM {OutboxNames.ToSql("outboxes")} WHERE consumer = {Sql.Literal(names.Consumer)};
        INSERT INTO {OutboxNames.ToSql("outboxes")} (consumer, version, wake_up) VALUES ({Sql.Literal(names.Consumer)}, {version}, '{WakeUp(wakesUp)}');
        SELECT pg_catalog.setval('{OutboxNames.ToSql(names.Sequence)}', left_behind.id)
        FROM (
            SELECT pg_catalog.max(known.change_lsn - '0/0'::pg_catalog.pg_lsn)::bigint AS id
            FROM (
                SELECT consumer, commit_lsn, change_lsn FROM {OutboxNames.ToSql("dead_letters")}
                UNION ALL SELECT consumer, commit_lsn, change_lsn FROM {OutboxNames.ToSql("handled_changes")}) known
            WHERE known.consumer = {Sql.Literal(names.Consumer)} AND known.commit_lsn = '0/0') left_behind
        WHERE left_behind.id >= (SELECT last_value FROM {OutboxNames.ToSql(names.Sequence)})
        """);

    /// <summary>Notes what the outbox is now.</summary>
    public static string Note(OutboxNames names, int version, bool wakesUp) => string.Create(
        CultureInfo.InvariantCulture,
        $"UPDATE {OutboxNames.ToSql("outboxes")} SET version = {version}, wake_up = '{WakeUp(wakesUp)}' WHERE consumer = {Sql.Literal(names.Consumer)}");

    public static string Lanes(OutboxNames names) =>
        $"INSERT INTO {OutboxNames.ToSql("lanes")} (consumer, lane) SELECT {Sql.Literal(names.Consumer)}, lane FROM pg_catalog.generate_series(0, 255) AS lane ON CONFLICT DO NOTHING";

    private static string WakeUp(bool wakesUp) => wakesUp ? "notify" : "poll";
}
