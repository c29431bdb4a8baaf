using PostgresWorker.Store;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>Compares what an outbox is made of with what there is: table, partitions, sequence, function, lanes.</summary>
internal sealed class OutboxObjects(OutboxNames names, OutboxDefinition definition)
{
    /// <summary>Names that something else has: of two consumers of which one's name is the beginning of the other's, such as <c>a</c> and <c>a_0</c>.</summary>
    public IEnumerable<Finding> Conflicts(ExistingOutbox existing)
    {
        foreach (var (name, kind, isPartition) in existing.Relations.Values.OrderBy(relation => relation.Name, StringComparer.Ordinal))
        {
            var isOurs = name == names.Table ? kind == 'p' && !isPartition : name == names.Sequence ? kind == 'S' : kind == 'r' && isPartition;
            if (!isOurs)
            {
                yield return new Finding(
                    "outbox_name",
                    $"Outbox {names.Table} needs the name {StoreSchema.Name}.{name}, which something else has; give the source another Slot, or remove that.");
            }
        }
    }

    /// <summary>The steps, the function after the table that it writes.</summary>
    public IEnumerable<OutboxStep> Compare(ExistingOutbox existing)
    {
        if (Missing(existing) is { } missing)
        {
            yield return missing;
        }

        if (definition.ReadsTraces && existing.Relations.ContainsKey(names.Table) && !existing.HasTraces)
        {
            yield return TraceColumn.Add(names);
        }

        if (Function(existing) is { } function)
        {
            yield return function;
        }
    }

    private OutboxStep? Missing(ExistingOutbox existing)
    {
        List<string> what = [], sql = [];
        void Add(bool isMissing, string name, Func<string> make)
        {
            if (isMissing)
            {
                what.Add(name);
                sql.Add(make());
            }
        }

        var isNew = !existing.Relations.ContainsKey(names.Table) || !existing.Relations.ContainsKey(names.Sequence) || existing.Noted is null;
        Add(!existing.Relations.ContainsKey(names.Table), names.Table, () => OutboxTables.Table(names));
        for (var segment = 0; segment < OutboxNames.Partitions; segment++)
        {
            var name = names.Partition(segment);
            var number = segment;
            Add(!existing.Relations.ContainsKey(name), name, () => OutboxTables.Partition(names, number));
        }

        Add(!existing.Relations.ContainsKey(names.Sequence), names.Sequence, () => OutboxTables.Sequence(names));
        Add(isNew, "its row in outboxes", () => OutboxTables.NewIncarnation(names, OutboxVersion.Current, definition.WakesUp));
        Add(existing.Lanes < 256, "its rows in lanes", () => OutboxTables.Lanes(names));
        return what.Count == 0 ? null : new OutboxStep("outbox_missing", $"Outbox {names.Table} lacks {string.Join(", ", what)}.", string.Join(";\n", sql), null, StepReason.Missing);
    }

    private OutboxStep? Function(ExistingOutbox existing)
    {
        var wanted = Functions(existing, definition.WakesUp);
        var sql = string.Join(";\n", [.. wanted.Select(function => function.ToSql()), OutboxTables.Note(names, OutboxVersion.Current, definition.WakesUp)]);
        OutboxStep Step(string what, StepReason reason) => new("outbox_function", $"Function {names.Function} {what}.", sql, null, reason);

        if (wanted.FirstOrDefault(function => !existing.Functions.ContainsKey(function.Name)) is { } missing)
        {
            return Step(missing.Name == names.Function ? "does not exist" : $"lacks {missing.Name} beside it", StepReason.Missing);
        }

        if (existing.Noted is { Version: < OutboxVersion.Current })
        {
            return Step("writes an older form", StepReason.Different);
        }

        if (IsSame(existing, wanted))
        {
            return existing.Noted is { } noted && noted.WakesUp != definition.WakesUp ? Step("is not noted as it is", StepReason.Surplus) : null;
        }

        if (!IsSame(existing, Functions(existing, !definition.WakesUp)))
        {
            return Step("is not what was made: its text, its settings or its rights are others", StepReason.Missing);
        }

        return definition.WakesUp ? Step("does not wake up by NOTIFY, as WakeUp says", StepReason.Different)
            : existing.IsShared ? null
            : Step("wakes up by NOTIFY, against WakeUp", StepReason.Surplus);
    }

    private StoredFunction[] Functions(ExistingOutbox existing, bool wakesUp) =>
        [.. new CaptureFunction(names, existing.Encoding, wakesUp).Functions, new SnapshotFunction(names, existing.Encoding, wakesUp).Function];

    private static bool IsSame(ExistingOutbox existing, IReadOnlyList<StoredFunction> wanted) => wanted.All(function => function.IsSame(existing.Functions[function.Name]));
}
