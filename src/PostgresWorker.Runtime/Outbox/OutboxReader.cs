using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using PostgresWorker.FailPoints;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Store;
using PostgresWorker.Wal;

namespace PostgresWorker.Outbox;

/// <summary>Looks at the outbox: one round trip, without state in the session, so that a pooler may stand before the server.</summary>
/// <param name="database">Its database.</param>
/// <param name="names">Its names.</param>
/// <param name="buffer">Takes the rows' JSON.</param>
/// <param name="readsTraces">Whether <see cref="TraceColumn"/> is read: an outbox that an older build has made may lack it.</param>
internal sealed class OutboxReader(NpgsqlDataSource database, OutboxNames names, RowBuffer buffer, bool readsTraces)
{
    // Enough to pay for the round trip, and for planning what is asked.
    private const int MaxRows = 5000;

    // Rows are read when they are JSON in memory, all of one look.
    private const long MaxBytes = 8 * 1024 * 1024;

    // Each statement has a snapshot of its own, whatever the role's default is: what was committed before the writers were asked for is seen by what follows.
    private const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY";

    // By the epoch of the first lane instances tell the others that they have parked keys of theirs. It is asked for behind the changes.
    private const string ColumnsQuery =
        $"""
        SELECT pg_catalog.md5(coalesce(pg_catalog.string_agg(pg_catalog.format('%s %s %s %s;', a.attrelid, a.attnum, a.xmin, c.xmin), '' ORDER BY a.attrelid, a.attnum), '')),
            coalesce((SELECT l.epoch FROM "{StoreSchema.Name}"."lanes" l WHERE l.consumer = $2 AND l.lane = 0), 0),
            (SELECT pg_catalog.max(i.asked) FROM "{StoreSchema.Name}"."instances" i WHERE i.consumer = $2)
        FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid WHERE a.attrelid = ANY ($1) AND a.attnum > 0
        """;

    private readonly string _position = $"SELECT pg_catalog.pg_current_wal_insert_lsn(), {OutboxPlans.ByIndex}";

    private readonly string _last = $"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {OutboxNames.ToSql(names.Sequence)}";

    private readonly string _writers =
        $"""
        SELECT l.virtualtransaction FROM pg_catalog.pg_locks l
        WHERE l.locktype = 'relation' AND l.relation = '{OutboxNames.ToSql(names.Table)}'::pg_catalog.regclass AND l.mode = 'RowExclusiveLock' AND l.granted
            AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
        """;

    /// <summary>What is there and not known.</summary>
    /// <param name="window">What is known.</param>
    /// <param name="lanes">The lanes that are asked for; null for all. Of other lanes, changes come that those lanes' must wait for, or for which they must.</param>
    /// <param name="tables">The tables whose columns matter.</param>
    /// <param name="without">The captures whose changes are not asked for.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<Poll> PollAsync(Window window, short[]? lanes, uint[] tables, int[] without, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Begin), new NpgsqlBatchCommand(_position), new NpgsqlBatchCommand(_last), new NpgsqlBatchCommand(_writers), Fetch(window, lanes, without),
                new NpgsqlBatchCommand(ColumnsQuery)
                {
                    Parameters = { new NpgsqlParameter<uint[]> { TypedValue = tables, NpgsqlDbType = NpgsqlDbType.Oid | NpgsqlDbType.Array }, new NpgsqlParameter<string> { TypedValue = names.Consumer } },
                },
                new NpgsqlBatchCommand("COMMIT"),
            },
        };
        await using var __ = batch.ConfigureAwait(false);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var position = new Lsn((ulong)reader.GetFieldValue<NpgsqlLogSequenceNumber>(0));
        await NextAsync(reader, cancellationToken).ConfigureAwait(false);
        var last = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        HashSet<string> writers = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            writers.Add(reader.GetString(0));
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var (rows, isCut) = await ReadAsync(reader, cancellationToken).ConfigureAwait(false);
        if (Mutants.Are(Mutant.OrdersByTransaction))
        {
            rows.Sort(static (left, right) => (left.TransactionId, left.Id).CompareTo((right.TransactionId, right.Id)));
        }

        await NextAsync(reader, cancellationToken).ConfigureAwait(false);
        var asked = reader.IsDBNull(2) ? Lsn.None : new Lsn((ulong)reader.GetFieldValue<NpgsqlLogSequenceNumber>(2));
        return new Poll(new Horizon(position, last, writers), rows, !isCut, reader.GetInt64(1), asked, reader.GetString(0));
    }

    private static async Task NextAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<(List<OutboxRow> Rows, bool IsCut)> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        buffer.Clear();
        List<OutboxRow> rows = [];
        var isCut = false;
        string? trace = null;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // The row behind the last that is taken only tells that there is one.
            isCut = reader.GetBoolean(9);
            if (isCut)
            {
                continue;
            }

            trace = readsTraces ? Trace(reader, trace) : null;
            rows.Add(new OutboxRow
            {
                Id = reader.GetInt64(0),
                Capture = reader.GetInt32(1),
                Kind = reader.GetChar(2),
                Lane = reader.GetInt16(3),
                OldLane = reader.IsDBNull(4) ? null : reader.GetInt16(4),
                TransactionId = (uint)reader.GetFieldValue<ulong>(5),
                WrittenAt = reader.GetFieldValue<DateTimeOffset>(6),
                Old = buffer.Take(reader, 7),
                New = buffer.Take(reader, 8),
                Problem = reader.IsDBNull(10) ? null : reader.GetString(10),
                TraceParent = trace,
            });
        }

        return (rows, isCut);
    }

    // Changes of one transaction have one text, and share it.
    private static string? Trace(NpgsqlDataReader reader, string? last)
    {
        var text = reader.IsDBNull(11) ? null : reader.GetString(11);
        return text == last ? last : TraceParent.IsValid(text) ? text : null;
    }

    private NpgsqlBatchCommand Fetch(Window window, short[]? lanes, int[] without)
    {
        var hasLate = window.Low < window.High && !Mutants.Are(Mutant.ReadsByCursor);
        var ours = (lanes is null ? "" : $"AND {OutboxPlans.Unweighed("o.lane = ANY ($3) OR o.old_lane = ANY ($3) OR o.kind = 'T'")}")
            + (without.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" AND o.capture NOT IN ({string.Join(',', without)})"));

        // Bounded too: a large transaction appears below what was looked at while it was open.
        var late = !hasLate ? "" :
            $"""
            (SELECT o.* FROM {OutboxNames.ToSql(names.Table)} o WHERE o.id > $4 AND o.id <= $1 {ours} AND NOT {OutboxPlans.Unweighed("o.id = ANY ($5)")} ORDER BY o.id LIMIT {MaxRows + 1})
            UNION ALL
            """;

        // Rows of a snapshot were written by nobody.
        var trace = readsTraces ? $", CASE WHEN s.kind <> 'E' THEN s.{TraceColumn.Name} END" : "";

        // By their sizes, that of large ones only those are read out that are sent. The one statement sees late changes and new ones as of one moment: of a key no change is seen before an earlier one.
        var sql = string.Create(CultureInfo.InvariantCulture,
            $"""
            SELECT
                s.id, s.capture, s.kind, s.lane, s.old_lane, s.transaction_id, s.written_at,
                CASE WHEN NOT s.is_cut THEN pg_catalog.convert_to(s.old_row::text, 'UTF8') END, CASE WHEN NOT s.is_cut THEN pg_catalog.convert_to(s.new_row::text, 'UTF8') END, s.is_cut, s.problem{trace}
            FROM (
                SELECT b.*, b.place > {MaxRows} OR (b.place > 1 AND b.total > $2) AS is_cut
                FROM (
                    SELECT a.*, pg_catalog.row_number() OVER before AS place, pg_catalog.sum(a.size) OVER before AS total
                    FROM ({late} (SELECT o.* FROM {OutboxNames.ToSql(names.Table)} o WHERE o.id > $1 {ours} ORDER BY o.id LIMIT {MaxRows + 1})) a
                    WINDOW before AS (ORDER BY a.id ROWS UNBOUNDED PRECEDING)
                    ORDER BY a.id LIMIT {MaxRows + 1}) b) s
            ORDER BY s.id
            """);
        var command = new NpgsqlBatchCommand(sql)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = window.High }, new NpgsqlParameter<long> { TypedValue = MaxBytes } },
        };
        if (lanes is not null || hasLate)
        {
            command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = lanes ?? [] });
        }

        if (hasLate)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = window.Low });
            command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = window.Known });
        }

        return command;
    }
}
