using System.Globalization;
using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Rows;
using PostgresWorker.Sources;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>Compares what a source's listeners want of its outbox with what there is. Changes nothing.</summary>
internal sealed class OutboxPlanner(OutboxDefinition definition, IReadOnlyList<ListenerRoute> routes, NpgsqlDataSource database)
{
    private const int MinVersion = 140000;

    private readonly OutboxNames _names = new(definition.Consumer);
    private readonly RowConditionReader _conditions = new(database);

    /// <summary>All that is to be done, in order. Without schema <c>postgres_worker</c>: as if it were there, and empty.</summary>
    public async Task<OutboxPlan> PlanAsync(CancellationToken cancellationToken)
    {
        if (await InspectServerAsync(cancellationToken).ConfigureAwait(false) is { } problem)
        {
            return new OutboxPlan([problem], []);
        }

        var existing = await new OutboxCatalog(database, _names).ReadAsync(definition.Instance, OutboxWants.Fingerprint(definition, routes), cancellationToken).ConfigureAwait(false);
        if (existing.Noted is { Version: > OutboxVersion.Current and var version })
        {
            return new OutboxPlan([OutboxVersion.Newer(_names, version)], [], existing.IsShared);
        }

        var objects = new OutboxObjects(_names, definition);
        List<Finding> problems = [.. objects.Conflicts(existing)];
        List<OutboxStep> steps = problems.Count > 0 ? [] : [.. objects.Compare(existing)];
        HashSet<CaptureTrigger> wanted = [];
        await CompareCapturesAsync(existing, problems, steps, wanted, cancellationToken).ConfigureAwait(false);
        if (!existing.IsShared)
        {
            steps.AddRange(existing.Triggers.Where(trigger => trigger.IsOurs && !wanted.Contains(new CaptureTrigger(trigger.Table, trigger.Name))).Select(Drop));
        }

        return new OutboxPlan(problems, steps, existing.IsShared);
    }

    private async Task CompareCapturesAsync(
        ExistingOutbox existing, List<Finding> problems, List<OutboxStep> steps, HashSet<CaptureTrigger> wanted, CancellationToken cancellationToken)
    {
        var tables = new TableCatalog(database);
        var inspection = new CapturedTableInspection(tables, new LayoutFactory(new TypeCatalog(database), tables));
        var nextId = existing.MaxCapture + 1;
        foreach (var needs in CaptureNeeds.Of(routes).GroupBy(need => need.Table))
        {
            var (table, findings) = await inspection.InspectAsync(needs.Key, cancellationToken).ConfigureAwait(false);
            problems.AddRange(findings);
            foreach (var need in needs)
            {
                // Without a table there is no key; what there is of its triggers stays.
                var capture = new CaptureComparison(_names, need, table?.KeyOf(need, definition.Ordering) ?? [], existing, ref nextId);
                wanted.UnionWith(capture.Names.Select(name => new CaptureTrigger(needs.Key.Table, name)));
                if (capture.IsDifferent && table is not null && findings.Count == 0)
                {
                    var (condition, unreadable) = await ReadAsync(needs.Key, table.Description, cancellationToken).ConfigureAwait(false);
                    problems.AddRange(unreadable is null || problems.Contains(unreadable) ? [] : [unreadable]);
                    steps.AddRange(unreadable is null ? [capture.ToStep(condition)] : []);
                }
            }
        }
    }

    private async Task<(RowCondition? Condition, Finding? Problem)> ReadAsync(TableNeeds needs, TableDescription table, CancellationToken cancellationToken)
    {
        if (needs.Where is not { } where)
        {
            return default;
        }

        var says = $"Listener {needs.RowRoutes.First().Name} says Where = \"{where}\"";
        try
        {
            var condition = await _conditions.ReadAsync(table, where, cancellationToken).ConfigureAwait(false);
            return condition is not null ? (condition, null) : (null, new Finding(
                "filter", $"{says}, which the role may not have the server read; grant TEMPORARY on the database to it, or have another role make the triggers.", $"GRANT TEMPORARY ON DATABASE {Sql.Identifier(await DatabaseAsync(cancellationToken).ConfigureAwait(false))} TO CURRENT_USER"));
        }
        catch (PostgresException e) when (e.SqlState is ['4', '2', ..] or ['2', '2', ..] or PostgresErrorCodes.FeatureNotSupported)
        {
            return (null, new Finding("filter", $"{says}, which is no condition over the columns of {needs.Table}: {e.MessageText}."));
        }
        catch (RowConditionException e)
        {
            return (null, new Finding("filter", $"{says}, which is no condition over the columns of {needs.Table}: {e.Message}."));
        }
    }

    private static OutboxStep Drop(ExistingTrigger trigger) => new(
        "outbox_trigger",
        $"Trigger '{trigger.Name}' of {trigger.Table} is for no listener.",
        $"""
        DROP TRIGGER IF EXISTS {Sql.Identifier(trigger.Name)} ON {trigger.Table.ToSql()};
        DELETE FROM {OutboxNames.ToSql("capture_triggers")} WHERE name = {Sql.Literal(trigger.Name)}
        """,
        $"DROP TRIGGER takes ACCESS EXCLUSIVE on {trigger.Table}: it waits for all who use the table, and who comes then waits for it.",
        StepReason.Surplus);

    private async Task<Finding?> InspectServerAsync(CancellationToken cancellationToken)
    {
        if (_names.Consumer.Length > OutboxNames.MaxConsumerLength)
        {
            return new Finding(
                "outbox_name", string.Create(CultureInfo.InvariantCulture, $"The outbox of consumer '{_names.Consumer}' can't have its name: with Capture.Outbox, Slot has at most {OutboxNames.MaxConsumerLength} characters."));
        }

        var command = database.CreateCommand("SELECT current_setting('server_version_num')::int, current_setting('server_version'), pg_catalog.pg_is_in_recovery()");
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return reader.GetBoolean(2) ? throw ConnectionError.Standby()
            : reader.GetInt32(0) < MinVersion ? new Finding("server_version", $"The server is PostgreSQL {reader.GetString(1)}; an outbox needs 14 or later.")
            : null;
    }

    private async Task<string> DatabaseAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand("SELECT pg_catalog.current_database()::text");
        await using var _ = command.ConfigureAwait(false);
        return (string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private sealed record CaptureTrigger(TableName Table, string Name);
}
