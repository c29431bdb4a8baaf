using Npgsql;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>Takes away a consumer's outbox: first the triggers, then all that they wrote to.</summary>
internal static class OutboxRemoval
{
    /// <summary>What is to be done; nothing where there is no outbox. Changes that nobody has handled go with it.</summary>
    public static async Task<OutboxPlan> PlanAsync(NpgsqlDataSource database, OutboxNames names, CancellationToken cancellationToken)
    {
        var existing = await new OutboxCatalog(database, names).ReadAsync(null, "", cancellationToken).ConfigureAwait(false);
        var conflicts = new OutboxObjects(names, new OutboxDefinition(names.Consumer, WakesUp: false)).Conflicts(existing).ToArray();
        if (existing.IsShared || conflicts.Length > 0)
        {
            return new OutboxPlan(existing.IsShared ? [new Finding("outbox_in_use", $"Outbox {names.Table} is read by a worker that is alive; stop it first.")] : conflicts, [], existing.IsShared);
        }

        OutboxStep[] rest = existing is { Noted: null, Functions.Count: 0, Relations.Count: 0, Captures.Count: 0 } ? [] : [Rest(names, existing.Noted is not null)];
        return new OutboxPlan([], [.. existing.Triggers.Where(trigger => trigger.IsOurs).Select(Drop), .. rest]);
    }

    private static OutboxStep Drop(ExistingTrigger trigger) => new(
        "outbox_trigger",
        $"Trigger '{trigger.Name}' of {trigger.Table} is removed.",
        $"DROP TRIGGER IF EXISTS {Sql.Identifier(trigger.Name)} ON {trigger.Table.ToSql()}",
        $"DROP TRIGGER takes ACCESS EXCLUSIVE on {trigger.Table}: it waits for all who use the table, and who comes then waits for it.",
        StepReason.Surplus);

    private static OutboxStep Rest(OutboxNames names, bool isNoted)
    {
        string[] drops =
        [
            $"DROP FUNCTION IF EXISTS {OutboxNames.ToSql(names.Function)}()",
            $"DROP FUNCTION IF EXISTS {OutboxNames.ToSql(names.RowFunction)}(record)",
            $"DROP FUNCTION IF EXISTS {OutboxNames.ToSql(names.SnapshotFunction)}({SnapshotFunction.Types})",
            $"DROP TABLE IF EXISTS {OutboxNames.ToSql(names.Table)}",
            $"DROP SEQUENCE IF EXISTS {OutboxNames.ToSql(names.Sequence)}",
        ];
        string[] noted = ["captures", "lanes", "instances", "outboxes"];
        return new OutboxStep(
            "outbox_missing",
            $"Outbox {names.Table} is removed, with the changes in it.",
            string.Join(";\n", [.. drops, .. isNoted ? [.. noted.Select(table => $"DELETE FROM {OutboxNames.ToSql(table)} WHERE consumer = {Sql.Literal(names.Consumer)}"), Records(names)] : Array.Empty<string>()]),
            null,
            StepReason.Surplus);
    }

    // Letters stay: they are for people.
    private static string Records(OutboxNames names) => $"DELETE FROM {OutboxNames.ToSql("handled_changes")} WHERE consumer = {Sql.Literal(names.Consumer)} AND commit_lsn = '0/0'";
}
