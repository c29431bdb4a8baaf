using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Sources;

namespace PostgresWorker.Outbox.Snapshots;

/// <summary>The rows of <c>postgres_worker.snapshots</c> of a consumer whose changes come through an outbox. Whoever has locked one goes on with it, whichever instance that is: all that it takes stands in the row.</summary>
/// <param name="database">The source's database.</param>
/// <param name="names">The outbox.</param>
internal sealed class OutboxSnapshotTable(NpgsqlDataSource database, OutboxNames names)
{
    /// <summary>How many changes of the outbox are counted at most.</summary>
    public const int MaxCounted = 50_000;

    // Who changes the table's definition has it locked, and writers must not queue behind this for long. Of a machine that is gone no lock stays.
    private const string Settings = "SET LOCAL lock_timeout = '500ms'; SET LOCAL statement_timeout = '10s'; SET LOCAL idle_in_transaction_session_timeout = '10s'";

    private const string Unfinished =
        """SELECT id FROM "postgres_worker"."snapshots" WHERE consumer = $1 AND state IN ('requested', 'running') ORDER BY requested_at, table_schema, table_name""";

    private const string Locked =
        """
        SELECT id, table_schema, table_name, state = 'running', last_key, left_keys, rows, written, is_written, estimated_rows, requested_at
        FROM "postgres_worker"."snapshots" WHERE consumer = $1 AND id = $2 AND state IN ('requested', 'running') FOR UPDATE SKIP LOCKED
        """;

    private const string Captures =
        """SELECT coalesce(pg_catalog.array_agg(id ORDER BY id), '{}') FROM "postgres_worker"."captures" WHERE consumer = $1 AND table_schema = $2 AND table_name = $3 AND coalesce(order_by, '') = ANY ($4)""";

    private const string Advance =
        """
        UPDATE "postgres_worker"."snapshots"
        SET state = CASE WHEN $3 THEN 'done' ELSE 'running' END, last_key = $4, left_keys = $5, rows = $6, written = $7, is_written = $8, estimated_rows = $9,
            started_at = coalesce(started_at, pg_catalog.clock_timestamp()), updated_at = pg_catalog.clock_timestamp(), finished_at = CASE WHEN $3 THEN pg_catalog.clock_timestamp() END
        WHERE consumer = $1 AND id = $2
        """;

    private const string Fail =
        """UPDATE "postgres_worker"."snapshots" SET state = 'failed', error = $3, finished_at = pg_catalog.clock_timestamp() WHERE consumer = $1 AND id = $2 AND state IN ('requested', 'running')""";

    private const string Cancelled = """SELECT EXISTS (SELECT FROM "postgres_worker"."snapshots" WHERE consumer = $1 AND id = $2 AND state = 'cancelled')""";

    private readonly string _waiting = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT pg_catalog.count(*), pg_catalog.count(*) FILTER (WHERE o.kind = 'E' AND o.old_row ->> 'snapshot' = $1::text)
        FROM (SELECT kind, old_row FROM {OutboxNames.ToSql(names.Table)} LIMIT {MaxCounted}) o
        """);

    private readonly string _write = $"SELECT last_key, left_keys, written, is_last FROM {OutboxNames.ToSql(names.SnapshotFunction)}($1, $2, $3, $4, $5)";

    /// <summary>Those that have not ended.</summary>
    public async Task<long[]> UnfinishedAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Unfinished);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = names.Consumer });
        List<long> found = [];
        try
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var __ = reader.ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                found.Add(reader.GetInt64(0));
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // With Provision = None the schema may be of an older build, where nobody asks.
        }

        return [.. found];
    }

    /// <summary>Begins a transaction for what belongs together.</summary>
    public static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        var command = new NpgsqlCommand(Settings, connection);
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return transaction;
    }

    /// <summary>Locks one; null where another instance has, or it has ended.</summary>
    public async Task<OutboxSnapshotRow?> LockAsync(NpgsqlConnection connection, long id, CancellationToken cancellationToken)
    {
        var reader = await Command(connection, Locked, Text(names.Consumer), Number(id)).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new OutboxSnapshotRow
            {
                Id = reader.GetInt64(0),
                Table = new TableName(reader.GetString(1), reader.GetString(2)),
                IsBegun = reader.GetBoolean(3),
                Key = reader.IsDBNull(4) ? null : reader.GetFieldValue<string[]>(4),
                LeftKeys = reader.GetFieldValue<string[]>(5),
                Rows = reader.GetInt64(6),
                Written = reader.GetInt64(7),
                IsWritten = reader.GetBoolean(8),
                Estimated = reader.IsDBNull(9) ? null : reader.GetInt64(9),
                RequestedAt = reader.GetFieldValue<DateTimeOffset>(10),
            }
            : null;
    }

    /// <summary>The captures of a table for the listeners that order by these.</summary>
    public async Task<int[]> CapturesAsync(NpgsqlConnection connection, TableName table, string[] orders, CancellationToken cancellationToken) =>
        (int[])(await Command(connection, Captures, Text(names.Consumer), Text(table.Schema), Text(table.Name), Texts(orders)).ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;

    /// <summary>How many changes stand in the outbox, and how many of them are rows of the snapshot.</summary>
    public async Task<(long All, long Own)> WaitingAsync(NpgsqlConnection connection, long id, CancellationToken cancellationToken)
    {
        var reader = await Command(connection, _waiting, Number(id)).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Writes the next rows into the outbox.</summary>
    public async Task<OutboxSnapshotRow> WriteAsync(NpgsqlConnection connection, OutboxSnapshotRow row, int[] captures, int size, CancellationToken cancellationToken)
    {
        var among = row.LeftKeys.Length > 0 ? row.LeftKeys : null;
        var command = Command(
            connection, _write, Number(row.Id), new() { Value = captures }, Texts(row.Key), Texts(among), new() { Value = size });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return row with
        {
            Key = reader.IsDBNull(0) ? null : reader.GetFieldValue<string[]>(0),
            LeftKeys = reader.GetFieldValue<string[]>(1),
            Written = row.Written + reader.GetInt32(2),
            IsWritten = reader.GetBoolean(3),
        };
    }

    /// <summary>Writes how far one is.</summary>
    public Task AdvanceAsync(NpgsqlConnection connection, OutboxSnapshotRow row, bool isDone, CancellationToken cancellationToken) => Command(
        connection,
        Advance,
        Text(names.Consumer),
        Number(row.Id),
        new() { Value = isDone },
        Texts(row.Key),
        Texts(row.LeftKeys),
        Number(row.Rows),
        Number(row.Written),
        new() { Value = row.IsWritten },
        new() { Value = (object?)row.Estimated ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }).ExecuteNonQueryAsync(cancellationToken);

    /// <summary>One can't go on.</summary>
    public async Task FailAsync(long id, string error, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await Command(connection, Fail, Text(names.Consumer), Number(id), Text(error)).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether somebody has ended it.</summary>
    public async Task<bool> IsCancelledAsync(long id, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await Command(connection, Cancelled, Text(names.Consumer), Number(id)).ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values);
        return command;
    }

    private static NpgsqlParameter Number(long value) => new() { Value = value };

    private static NpgsqlParameter Text(string value) => new() { Value = value };

    private static NpgsqlParameter Texts(string[]? values) => new() { Value = (object?)values ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
