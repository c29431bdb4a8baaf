using System.Globalization;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>A capture as it is wanted, beside what there is of it.</summary>
internal sealed class CaptureComparison
{
    private readonly OutboxNames _names;
    private readonly TableName _table;
    private readonly string? _orderBy;
    private readonly IReadOnlyList<string> _keyColumns;
    private readonly string? _filter;
    private readonly ExistingCapture? _capture;
    private readonly Difference[] _differences;

    public CaptureComparison(OutboxNames names, CaptureNeeds need, IReadOnlyList<string> keyColumns, ExistingOutbox existing, ref int nextId)
    {
        _names = names;
        _table = need.Table.Table;
        _orderBy = need.OrderBy;
        _keyColumns = keyColumns;
        _filter = need.Table.Where;
        _capture = existing.Captures.FirstOrDefault(capture => capture.Table == _table && capture.OrderBy == _orderBy);
        Id = _capture?.Id ?? nextId++;
        var specs = need.Triggers(keyColumns).ToArray();
        Names = [.. specs.Select(spec => names.Trigger(Id, spec.Event))];
        _differences =
        [
            .. specs.Select(spec => Compare(spec, existing)).OfType<Difference>()
                .Select(difference => existing.IsShared ? difference with { Spec = difference.Spec.Wide } : difference),
        ];
    }

    /// <summary>The capture's id: of a new one, the next. None is given again while an outbox may have rows of it.</summary>
    public int Id { get; }

    /// <summary>The triggers that it has to have.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether something is to be done.</summary>
    public bool IsDifferent => _differences.Length > 0 || Unnoted is not null;

    // Snapshots go by what is noted; without them it matters to nobody, but what has no trigger is to be noted too.
    private string? Unnoted => _capture is null ? "it is not noted" : _capture.RowFilter != _filter ? "its condition is not noted" : null;

    /// <summary>All of it in one transaction, so that the table is locked once.</summary>
    /// <param name="condition">The listeners' condition.</param>
    public OutboxStep ToStep(RowCondition? condition) => new(
        "outbox_trigger",
        $"Capture {Id} of {_table}{(_orderBy is null ? "" : $" by '{_orderBy}'")}: {string.Join("; ", _differences.Length == 0 ? [Unnoted!] : _differences.Select(difference => difference.What))}.",
        string.Join(";\n", [.. Note(condition), .. _differences.SelectMany(difference => Make(difference.Spec, condition))]),
        _differences.Length == 0 ? null : $"CREATE TRIGGER takes SHARE ROW EXCLUSIVE on {_table}: it waits for those who have written and not committed, and who writes then waits for it.",
        _differences.Length == 0 ? (_capture is null ? StepReason.Missing : StepReason.Different) : _differences.Min(difference => difference.Reason));

    private Difference? Compare(TriggerSpec spec, ExistingOutbox existing)
    {
        var name = _names.Trigger(Id, spec.Event);
        var label = $"trigger '{name}'";
        return existing.Triggers.FirstOrDefault(trigger => trigger.Table == _table && trigger.Name == name) switch
        {
            null => new Difference($"there is no {label}", StepReason.Missing, spec),
            { IsOurs: false } => new Difference($"{label} runs another function", StepReason.Missing, spec),
            { Enabled: 'D' } => new Difference($"{label} is disabled", StepReason.Missing, spec),
            { Enabled: not 'A' } => new Difference($"{label} does not always fire", StepReason.Missing, spec),
            { PartitionsWithout: > 0 and var count } => new Difference(string.Create(CultureInfo.InvariantCulture, $"{label} is missing or disabled on {count} partitions"), StepReason.Missing, spec),
            { Wanted: null } => new Difference($"{label} is not noted", StepReason.Missing, spec),
            var there when there.Definition != there.WasDefinition => new Difference($"{label} was replaced", StepReason.Missing, spec),
            { Wanted: var wanted } when wanted == spec.Text => null,
            { Wanted: var wanted } when wanted == spec.Wide.Text => existing.IsShared ? null : new Difference($"{label} captures updates that nobody wants", StepReason.Surplus, spec),
            { Wanted: var wanted } => new Difference($"{label} is for {wanted}, and listeners want {spec.Text}", StepReason.Different, spec),
        };
    }

    private IEnumerable<string> Note(RowCondition? condition)
    {
        var columns = $"ARRAY[{string.Join(", ", _keyColumns.Select(Sql.Literal))}]::text[]";
        var (filter, read) = (Literal(_filter), Literal(condition?.New));
        yield return _capture is null
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO {OutboxNames.ToSql("captures")} (id, consumer, table_schema, table_name, order_by, key_columns, row_filter, row_condition) VALUES ({Id}, {Sql.Literal(_names.Consumer)}, {Sql.Literal(_table.Schema)}, {Sql.Literal(_table.Name)}, {Literal(_orderBy)}, {columns}, {filter}, {read})")
            : string.Create(
                CultureInfo.InvariantCulture, $"UPDATE {OutboxNames.ToSql("captures")} SET key_columns = {columns}, row_filter = {filter}, row_condition = {read} WHERE id = {Id}");
    }

    private static string Literal(string? text) => text is null ? "NULL" : Sql.Literal(text);

    private IEnumerable<string> Make(TriggerSpec spec, RowCondition? condition) =>
    [
        spec.ToSql(_names, Id, _table, condition),
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO {OutboxNames.ToSql("capture_triggers")} (capture, name, wanted, definition)
            SELECT {Id}, tgname, {Sql.Literal(spec.Text)}, pg_catalog.pg_get_triggerdef(oid) FROM pg_catalog.pg_trigger WHERE tgrelid = {Sql.Literal(_table.ToSql())}::pg_catalog.regclass AND tgname = {Sql.Literal(_names.Trigger(Id, spec.Event))}
            ON CONFLICT (capture, name) DO UPDATE SET wanted = excluded.wanted, definition = excluded.definition
            """),
    ];

    /// <summary>What is to be done about a trigger.</summary>
    /// <param name="What">What is not as wanted.</param>
    /// <param name="Reason">Why it matters.</param>
    /// <param name="Spec">The trigger as it is to be.</param>
    private sealed record Difference(string What, StepReason Reason, TriggerSpec Spec);
}
