using PostgresWorker.Torture.Faults;
using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Oracle;

/// <summary>A dead letter.</summary>
/// <param name="Listener">Whose.</param>
/// <param name="ChangeId">The change's id.</param>
/// <param name="At">When it was stored.</param>
/// <param name="ExceptionType">Why.</param>
/// <param name="Content">What is stored of its row.</param>
/// <param name="IsMisfit">Whether it is stored with a layout that does not fit the row type of a listener.</param>
internal sealed record Letter(string Listener, string ChangeId, long At, string ExceptionType, Content Content, bool IsMisfit)
{
    /// <summary>Whether it is a row that was there, and no change.</summary>
    public bool IsRow => Content.Action == Journal.Row;

    /// <summary>All there are.</summary>
    public static Task<List<Letter>> ReadAllAsync(Arena arena) => arena.ListAsync(
        $$"""
        SELECT l.listener, l.change_id, l.first_failed_at, l.exception_type, CASE WHEN l.wire ? 'snapshot' THEN '{{Journal.Row}}' ELSE l.action END, l.table_name,
            COALESCE((row ->> 'id')::bigint, 0), COALESCE((row ->> 'writer')::int, 0), COALESCE((row ->> 'seq')::bigint, 0),
            l.table_name = '{{ReferenceStream.Fits}}' AND NOT l.wire @> '{{ReferenceStream.FittingLayout}}'
        FROM postgres_worker.dead_letters l, LATERAL (SELECT CASE l.action WHEN 'DELETE' THEN l.payload #> '{data,old}' ELSE l.payload #> '{data,new}' END) r (row)
        """,
        row => new Letter(
            row.GetString(0), row.GetString(1), Clock.Of(row.GetFieldValue<DateTimeOffset>(2)), row.GetString(3),
            new Content(row.GetString(4), row.GetString(5), row.GetInt64(6), row.GetInt32(7), row.GetInt64(8)), row.GetBoolean(9)));
}
