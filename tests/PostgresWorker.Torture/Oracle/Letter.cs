using PostgresWorker.Torture.Faults;

namespace PostgresWorker.Torture.Oracle;

/// <summary>A dead letter.</summary>
/// <param name="Listener">Whose.</param>
/// <param name="ChangeId">The change's id.</param>
/// <param name="At">When it was stored.</param>
/// <param name="ExceptionType">Why.</param>
/// <param name="Content">What is stored of its row.</param>
internal sealed record Letter(string Listener, string ChangeId, long At, string ExceptionType, Content Content)
{
    /// <summary>All there are.</summary>
    public static Task<List<Letter>> ReadAllAsync(Arena arena) => arena.ListAsync(
        """
        SELECT l.listener, l.change_id, l.first_failed_at, l.exception_type, l.action, l.table_name, COALESCE((row ->> 'id')::bigint, 0), COALESCE((row ->> 'writer')::int, 0), COALESCE((row ->> 'seq')::bigint, 0)
        FROM postgres_worker.dead_letters l, LATERAL (SELECT CASE l.action WHEN 'DELETE' THEN l.payload #> '{data,old}' ELSE l.payload #> '{data,new}' END) r (row)
        """,
        row => new Letter(
            row.GetString(0), row.GetString(1), Clock.Of(row.GetFieldValue<DateTimeOffset>(2)), row.GetString(3),
            new Content(row.GetString(4), row.GetString(5), row.GetInt64(6), row.GetInt32(7), row.GetInt64(8))));
}
