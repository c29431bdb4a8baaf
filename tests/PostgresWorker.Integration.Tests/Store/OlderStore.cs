using PostgresWorker.Integration.Server;
using PostgresWorker.Store;

namespace PostgresWorker.Integration.Store;

/// <summary>
/// Schema <c>postgres_worker</c> as an older build left it: its migrations, and rows with what that build wrote, word by word. They are of a source that listens to
/// <see cref="Worker.Parcel"/>.
/// </summary>
internal static class OlderStore
{
    private const string Layout =
        """
        {"schema":"public","name":"parcels","columns":[{"name":"id","type":{"name":"bigint","base_oid":20,"kind":"b","base_name":"int8","oid":20,"delimiter":","},"is_in_identity":true,"is_in_key":true},{"name":"version","type":{"name":"integer","base_oid":23,"kind":"b","base_name":"int4","oid":23,"delimiter":","},"is_in_identity":true},{"name":"note","type":{"name":"text","base_oid":25,"kind":"b","base_name":"text","oid":25,"delimiter":","},"is_in_identity":true}],"later_columns":[]}
        """;

    // Of another source, which instance 1 reads.
    private const string Outbox =
        """
        INSERT INTO postgres_worker.outboxes VALUES ('another', 1, 42, 'poll', '2025-11-24 16:00:00+00');
        INSERT INTO postgres_worker.captures VALUES (7, 'another', 'public', 'wares', 'customer_id', '{id}');
        INSERT INTO postgres_worker.capture_triggers VALUES (7, '!postgres_worker_another_7_insert', 'wanted', 'CREATE TRIGGER');
        INSERT INTO postgres_worker.instances (consumer, name, wanted, started_at, expires_at) VALUES ('another', 'host/1', 'wanted', '2025-11-24 15:00:00+00', '2025-11-24 16:00:10+00');
        INSERT INTO postgres_worker.lanes VALUES ('another', 0, 1, 3)
        """;

    private const string Snapshot =
        """
        INSERT INTO postgres_worker.snapshots (id, consumer, source, table_schema, table_name, is_start, state, last_key, rows, requested_at, requested_by, started_at, updated_at, finished_at)
        VALUES (77, 'another', 'other', 'public', 'wares', true, 'done', '{9}', 9, '2025-11-24 15:00:00+00', 'ann', '2025-11-24 15:00:01+00', '2025-11-24 15:00:02+00', '2025-11-24 15:00:03+00')
        """;

    // Of version 3 on, a letter's state may be parked and it has the key; of version 2, the columns are not there.
    private const string LetterColumns =
        """
        consumer, source, listener, change_id, state, table_schema, table_name, action, system_identifier, commit_lsn, change_lsn, ordinal, transaction_id, commit_time, attempts,
        first_failed_at, last_failed_at, exception_type, exception_message, exception, wire, old_tuple, new_tuple, payload, payload_note, epoch
        """;

    /// <summary>Makes it, of a version from 1 on, with a checkpoint at a position.</summary>
    public static async Task MakeAsync(TestDatabase database, int version, Lsn position)
    {
        foreach (var migration in StoreSchema.Migrations.Take(version))
        {
            await database.ExecuteAsync(migration.Script);
        }

        await database.ExecuteAsync(Checkpoint(database.Slot, position));
        if (version >= 2)
        {
            await database.ExecuteAsync(Letters(database.Slot));
        }

        if (version >= 3)
        {
            await database.ExecuteAsync(Parked(database.Slot));
        }

        if (version >= 4)
        {
            await database.ExecuteAsync(Outbox);
        }

        if (version >= 6)
        {
            await database.ExecuteAsync(Snapshot);
        }

        if (version >= 7)
        {
            await database.ExecuteAsync("INSERT INTO postgres_worker.begun_outboxes VALUES ('another', 42, 'Snapshot')");
        }
    }

    // Epochs were milliseconds.
    private static string Checkpoint(string consumer, Lsn position) =>
        $"""
        INSERT INTO postgres_worker.checkpoints
        SELECT '{consumer}', 'parking', s.system_identifier::text, d.oid, c.timeline_id, '0/1', 1764000000123, '{position}', '2025-11-24 16:00:00.123456+00', '0/1', '0/2', 'ann', '2025-11-23 12:00:00+00'
        FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database();
        INSERT INTO postgres_worker.checkpoints VALUES ('another', 'other', '1', 2, 3, '0/4', 5, '0/6', '2025-11-24 16:00:00+00');
        INSERT INTO postgres_worker.handled_changes VALUES ('{consumer}', '{position}', '{position}', 7, 'once', 1764000000123), ('another', '0/6', '0/6', 0, 'once', 5)
        """;

    // One that is kept, one that was asked for before the build was stopped, one that was discarded.
    private static string Letters(string consumer) =>
        $$"""
        INSERT INTO postgres_worker.dead_letters ({{LetterColumns}})
        VALUES
            ('{{consumer}}', 'parking', 'beside', 'stored', 'stored', {{Change("INSERT", "0/10")}}, 3, {{Failure}}, '{"version":1,"kind":"Row","row_kind":"Inserted","layout":{{Layout}}}', '', {{Tuple(11, 1)}}, '{"b":1, "a":2}', 'not all', 1764000000123),
            ('{{consumer}}', 'parking', 'beside', 'asked', 'requested', {{Change("UPDATE", "0/20")}}, 6, {{Failure}}, '{"version":1,"kind":"Row","row_kind":"Updated","old_kind":"Full","layout":{{Layout}}}', {{Tuple(12, 1)}}, {{Tuple(12, 2)}}, NULL, NULL, 1764000000123);
        INSERT INTO postgres_worker.dead_letter_actions (consumer, letter_id, listener, change_id, action, actor, role, requested_at, result, finished_at)
        VALUES
            ('{{consumer}}', 2, 'beside', 'asked', 'replay', 'ann', 'postgres', '2025-11-24 15:00:00+00', NULL, NULL),
            ('{{consumer}}', 99, 'beside', 'gone', 'discard', 'bob', 'postgres', '2025-11-24 14:00:00+00', 'discarded', '2025-11-24 14:00:01+00')
        """;

    // A key, with the change that failed and one behind it.
    private static string Parked(string consumer) =>
        $$"""
        INSERT INTO postgres_worker.dead_letters ({{LetterColumns}}, parked_key)
        VALUES
            ('{{consumer}}', 'parking', 'parcels', 'failed', 'parked', {{Change("INSERT", "0/30")}}, 3, {{Failure}}, '{"version":1,"kind":"Row","row_kind":"Inserted","layout":{{Layout}}}', '', {{Tuple(1, 1)}}, NULL, NULL, 1764000000123, '1'),
            ('{{consumer}}', 'parking', 'parcels', 'behind', 'parked', {{Change("UPDATE", "0/40")}}, 0, {{NoFailure}}, '{"version":1,"kind":"Row","row_kind":"Updated","old_kind":"Full","layout":{{Layout}}}', {{Tuple(1, 1)}}, {{Tuple(1, 2)}}, NULL, NULL, 1764000000123, '1');
        INSERT INTO postgres_worker.parked_keys (
            consumer, source, listener, key, table_schema, table_name, since, last_system_identifier, last_commit_lsn, last_change_lsn, last_ordinal, last_commit_time, epoch)
        SELECT '{{consumer}}', 'parking', 'parcels', '1', 'public', 'parcels', '2025-11-24 15:30:00+00', system_identifier::text, '0/40', '0/40', 0, '2025-11-24 15:20:00+00', 1764000000123
        FROM pg_control_system()
        """;

    private const string Times = "'2025-11-24 15:20:00.5+00', '2025-11-24 15:40:00.5+00'";

    private const string Failure = $"{Times}, 'System.InvalidOperationException', 'poison', 'System.InvalidOperationException: poison'";

    private const string NoFailure = $"{Times}, '', '', ''";

    private static string Change(string action, string lsn) =>
        $"'public', 'parcels', '{action}', (SELECT system_identifier::text FROM pg_control_system()), '{lsn}', '{lsn}', 0, 4242, '2025-11-24 15:10:00+00'";

    // As pgoutput's TupleData has it: bigint, integer, NULL.
    private static string Tuple(long id, int version) => $"'\\x6200000008{id:x16}6200000004{version:x8}6e'";
}
