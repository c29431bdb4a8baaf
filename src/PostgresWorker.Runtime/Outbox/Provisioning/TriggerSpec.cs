using System.Globalization;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>A trigger as listeners want it.</summary>
/// <param name="Event">What it sees.</param>
/// <param name="KeyColumns">The columns of the key, in order.</param>
/// <param name="Watched">The columns of which one must differ; empty where none need.</param>
/// <param name="Where">The listeners' condition, in their words.</param>
internal sealed record TriggerSpec(CaptureEvent Event, IReadOnlyList<string> KeyColumns, IReadOnlyList<string> Watched, string? Where)
{
    /// <summary>
    /// The same for every update. What is captured too much is left out by whoever reads it, so releases whose listeners watch different columns can both live with it.
    /// </summary>
    public TriggerSpec Wide => this with { Watched = [] };

    /// <summary>All of it in one text, by which a trigger that exists is compared without having the server read the condition again.</summary>
    public string Text =>
        $"{CaptureEvents.NameOf(Event)} ({Join(KeyColumns)}){(Watched.Count == 0 ? "" : $" changed ({Join(Watched)})")}{(Where is null ? "" : $" where ({Where})")}";

    /// <summary>Makes the trigger, or makes it anew, and has it fire for replicated changes too, as the WAL has them.</summary>
    /// <param name="names">The consumer's names.</param>
    /// <param name="capture">The capture's id.</param>
    /// <param name="table">The table.</param>
    /// <param name="condition">The condition over the new and the old row, where there is one.</param>
    public string ToSql(OutboxNames names, int capture, TableName table, RowCondition? condition)
    {
        var name = Sql.Identifier(names.Trigger(capture, Event));
        var rows = Event == CaptureEvent.Truncate ? "STATEMENT" : "ROW";
        var when = When(condition) is { } text ? $" WHEN ({text})" : "";
        string[] arguments = [capture.ToString(CultureInfo.InvariantCulture), CaptureEvents.KindOf(Event).ToString(), .. KeyColumns];
        return
            $"""
            CREATE OR REPLACE TRIGGER {name} AFTER {CaptureEvents.OperationOf(Event)} ON {table.ToSql()} FOR EACH {rows}{when} EXECUTE FUNCTION {OutboxNames.ToSql(names.Function)}({string.Join(", ", arguments.Select(Sql.Literal))});
            ALTER TABLE {table.ToSql()} ENABLE ALWAYS TRIGGER {name}
            """;
    }

    // As pgoutput: a condition that is neither true nor false is not met.
    private string? When(RowCondition? condition) => (Event, condition) switch
    {
        (CaptureEvent.Truncate, _) => null,
        (CaptureEvent.Update, null) => Changed(),
        (CaptureEvent.Update, { } both) => Changed() is { } changed ? $"({both.Old}) AND ({both.New}) AND {changed}" : $"({both.Old}) AND ({both.New})",
        (CaptureEvent.Enter, { } both) => $"({both.New}) AND ({both.Old}) IS NOT TRUE",
        (CaptureEvent.Leave, { } both) => $"({both.Old}) AND ({both.New}) IS NOT TRUE",
        (CaptureEvent.Insert, { } both) => both.New,
        (CaptureEvent.Delete, { } both) => both.Old,
        _ => null,
    };

    // Byte by byte: it is there for every type, and sees what equality does not, such as a numeric's scale. As a function, for two ROWs with the operator *<> between them are read column by column, also out of
    // a dump that began otherwise. Not UPDATE OF: a BEFORE trigger may change what the statement does not name.
    private string? Changed() => Watched.Count == 0 ? null : $"pg_catalog.record_image_ne(ROW({Columns("OLD")}), ROW({Columns("NEW")}))";

    private string Columns(string row) => string.Join(", ", Watched.Select(column => $"{row}.{Sql.Identifier(column)}"));

    private static string Join(IReadOnlyList<string> columns) => string.Join(", ", columns.Select(Sql.Identifier));
}
