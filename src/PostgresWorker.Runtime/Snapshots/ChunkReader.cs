using System.Data;
using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Generated;
using PostgresWorker.Rows;
using PostgresWorker.Sources;
using PostgresWorker.Wal;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Snapshots;

/// <summary>Reads the next rows of a table by its primary key, in a transaction of their own that tells what it sees.</summary>
/// <param name="database">Connections beside the stream, with its text forms.</param>
/// <param name="routes">The source's listeners.</param>
/// <param name="text">Whether the stream is text.</param>
/// <param name="streamed">What the stream has brought.</param>
/// <param name="where">Which rows of a table are read; null for all.</param>
/// <param name="parts">Into how many shards the rows are divided, of which one is read here.</param>
internal sealed class ChunkReader(NpgsqlDataSource database, IReadOnlyList<ListenerRoute> routes, TextMode text, StreamedTransactions streamed, Func<TableName, string?> where, int parts)
{
    // Prefix of the messages by which the log goes on behind a chunk. Nobody listens to them.
    private const string Nudge = "SELECT pg_catalog.pg_logical_emit_message(true, 'postgres_worker.snapshot', '')";

    // Who changes the table's definition has it locked, and this must not queue behind it for long: reading of the stream waits meanwhile. Of a machine that is gone nothing stays.
    private const string Settings = "SET LOCAL lock_timeout = '500ms'; SET LOCAL statement_timeout = '10s'; SET LOCAL idle_in_transaction_session_timeout = '10s'; SET LOCAL row_security = off";

    private const int NudgeSeconds = 10;

    /// <summary>How many bytes of rows are read at a time, unless one row has more.</summary>
    internal const long MaxBytes = 4 * 1024 * 1024;

    private readonly SnapshotCatalog _catalog = SnapshotCatalog.Over(database);

    public async Task<long?> EstimateAsync(TableName table, CancellationToken cancellationToken) => await _catalog.EstimateAsync(table, cancellationToken).ConfigureAwait(false) / parts;

    /// <summary>
    /// Waits until no transaction whose commit is in the log is invisible because of a synchronous standby: such waits end in the order of the log. What an earlier process had delivered is then seen by what
    /// is read next.
    /// </summary>
    public Task SettleAsync(CancellationToken cancellationToken) => NudgeAsync("remote_apply", Timeout.Infinite, cancellationToken);

    /// <summary>Reads the rows behind a key.</summary>
    /// <returns>The rows; null where a transaction that the stream has brought is not visible yet.</returns>
    /// <exception cref="SnapshotFailedException">They can't be read, and waiting does not mend that.</exception>
    /// <exception cref="TextFormNeededException">They must be read as text, and so must the stream.</exception>
    public async Task<Chunk?> ReadAsync(SnapshotRow snapshot, string[]? behind, int limit, CancellationToken cancellationToken)
    {
        var own = routes.Where(route => route.Table == snapshot.Table && (route.Kinds & ChangeKinds.Existing) != 0).ToArray();
        if (own.Length == 0)
        {
            throw new SnapshotFailedException($"No listener of this build takes existing rows of {snapshot.Table}: Change<T>, Existing<T> or EventPayload.");
        }

        try
        {
            var chunk = await ReadCoreAsync(snapshot, own, behind, limit, cancellationToken).ConfigureAwait(false);
            if (chunk is not null)
            {
                // What is behind the end lets an idle stream come to it.
                await NudgeAsync("local", NudgeSeconds, cancellationToken).ConfigureAwait(false);
            }

            return chunk;
        }
        catch (PostgresException e) when (!ConnectionError.IsTransient(e))
        {
            throw e.SqlState == PostgresErrorCodes.UndefinedFunction && !text.IsOn
                ? text.TurnOn($"the server has no binary form of a value of {snapshot.Table} ({e.MessageText})", e)
                : new SnapshotFailedException(SnapshotFindings.OfError(snapshot.Table, e), e);
        }
        catch (RowLayoutException e)
        {
            throw new SnapshotFailedException(e.Message, e);
        }
    }

    private async Task<Chunk?> ReadCoreAsync(SnapshotRow snapshot, ListenerRoute[] own, string[]? behind, int limit, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);

        // Locking takes no snapshot: what is seen is seen behind it, and the table's definition stays as it is described.
        await ExecuteAsync(connection, $"SET TRANSACTION READ ONLY; {Settings}; LOCK TABLE {snapshot.Table.ToSql()} IN ACCESS SHARE MODE", cancellationToken).ConfigureAwait(false);
        var table = await _catalog.DescribeAsync(snapshot.Table, cancellationToken).ConfigureAwait(false);
        text.Demand(table.Layout);
        if (behind is not null && behind.Length != table.Key.Count)
        {
            throw new SnapshotFailedException(SnapshotFindings.OfOtherKey(snapshot.Table));
        }

        var (visible, end, readAt) = await BeginAsync(connection, behind ?? [], cancellationToken).ConfigureAwait(false);
        if (!streamed.AreIn(visible))
        {
            return null;
        }

        var wanted = ChunkQuery.Wanted(table.Layout, own);
        var rows = new ChunkRows(snapshot.Id, table, wanted, text.IsOn);
        var isCut = await CopyAsync(connection, ChunkQuery.Of(table, wanted, where(snapshot.Table), behind is null, limit, text.IsOn), rows, cancellationToken).ConfigureAwait(false);
        var chunk = new Chunk
        {
            Snapshot = snapshot.Id,
            Layout = table.Layout,
            Rows = rows.Rows,
            Visible = visible,
            End = end,
            ReadAt = readAt,
            LastKey = rows.LastKey ?? behind,
            IsLast = !isCut && rows.Rows.Count < limit,
        };
        chunk.Index();
        return chunk;
    }

    /// <summary>Has the transaction see what it sees from now on, and tells what that is and where the log was then: behind the commits of all of it.</summary>
    private static async Task<(VisibleTransactions Visible, Lsn End, DateTimeOffset At)> BeginAsync(NpgsqlConnection connection, string[] behind, CancellationToken cancellationToken)
    {
        var settings = string.Concat(Enumerable.Range(0, behind.Length).Select(place => $", {ChunkQuery.Setting(place)}"));
        var command = new NpgsqlCommand($"SELECT pg_catalog.pg_current_snapshot()::text, pg_catalog.pg_current_wal_insert_lsn()::text, pg_catalog.clock_timestamp(){settings}", connection);
        await using var _ = command.ConfigureAwait(false);
        foreach (var value in behind)
        {
            command.Parameters.Add(new() { Value = value, NpgsqlDbType = NpgsqlDbType.Text });
        }

        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (VisibleTransactions.Parse(reader.GetString(0)), Lsn.Parse(reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2));
    }

    /// <returns>Whether rows were left, for they were too large.</returns>
    private static async Task<bool> CopyAsync(NpgsqlConnection connection, string sql, ChunkRows rows, CancellationToken cancellationToken)
    {
        var stream = await connection.BeginRawBinaryCopyAsync(sql, cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        var reader = new CopyReader(stream, MaxBytes);
        await reader.ReadAsync(rows.Take, cancellationToken).ConfigureAwait(false);
        if (reader.IsCut)
        {
            await stream.CancelAsync().ConfigureAwait(false);
        }

        return reader.IsCut;
    }

    private async Task NudgeAsync(string synchronousCommit, int timeout, CancellationToken cancellationToken)
    {
        var batch = database.CreateBatch();

        // A wait for a standby that is cancelled ends as if the standby were there.
        batch.Timeout = timeout == Timeout.Infinite ? 0 : timeout;
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT pg_catalog.set_config('synchronous_commit', {Sql.Literal(synchronousCommit)}, true)"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Nudge));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
