namespace PostgresWorker.Outbox.Provisioning;

/// <summary>What the database has of a consumer's outbox.</summary>
/// <param name="Encoding">The database's encoding.</param>
/// <param name="Relations">Tables and sequences of the outbox's names.</param>
/// <param name="Functions">Functions of the outbox's names.</param>
/// <param name="Noted">Its row in <c>outboxes</c>; null where there is none.</param>
/// <param name="Lanes">How many rows it has in <c>lanes</c>.</param>
/// <param name="Captures">Its rows in <c>captures</c>.</param>
/// <param name="MaxCapture">The highest id of any consumer's capture.</param>
/// <param name="Triggers">Triggers that run the function, or have a name as ours.</param>
/// <param name="HasTraces">Whether its table has <see cref="TraceColumn"/>.</param>
/// <param name="IsShared">Whether an instance is alive that wants something else: another release, while one takes the other's place.</param>
internal sealed record ExistingOutbox(
    string Encoding,
    IReadOnlyDictionary<string, ExistingRelation> Relations,
    IReadOnlyDictionary<string, ExistingFunction> Functions,
    NotedOutbox? Noted,
    long Lanes,
    IReadOnlyList<ExistingCapture> Captures,
    int MaxCapture,
    IReadOnlyList<ExistingTrigger> Triggers,
    bool HasTraces,
    bool IsShared);

/// <summary>A table or sequence as it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>relkind</c></param>
/// <param name="IsPartition">Whether it is a partition of the outbox.</param>
internal sealed record ExistingRelation(string Name, char Kind, bool IsPartition);

/// <summary>A row of <c>outboxes</c>.</summary>
internal sealed record NotedOutbox(int Version, bool WakesUp);

/// <summary>A function as it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Body">Its text.</param>
/// <param name="IsDefiner">Whether it runs with its owner's rights.</param>
/// <param name="Settings">What it sets, as <c>name=value</c>.</param>
/// <param name="IsPublic">Whether everybody may run it.</param>
internal sealed record ExistingFunction(string Name, string Body, bool IsDefiner, IReadOnlyList<string> Settings, bool IsPublic);

/// <summary>A row of <c>captures</c>.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Table">The table.</param>
/// <param name="OrderBy">The column that orders; null for the key.</param>
/// <param name="KeyColumns">The columns of the key.</param>
/// <param name="RowFilter">The listeners' condition, in their words.</param>
internal sealed record ExistingCapture(int Id, TableName Table, string? OrderBy, IReadOnlyList<string> KeyColumns, string? RowFilter);

/// <summary>A trigger as it is, beside what was noted when it was made.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsOurs">Whether it runs the consumer's function.</param>
/// <param name="Enabled"><c>tgenabled</c>: A always, O but for replicated changes, R only for these, D never.</param>
/// <param name="Definition">The server's words for it.</param>
/// <param name="Wanted">What it was made for; null where nothing was noted.</param>
/// <param name="WasDefinition">What its definition was then.</param>
/// <param name="PartitionsWithout">How many partitions have no such trigger, or one that does not always fire.</param>
internal sealed record ExistingTrigger(TableName Table, string Name, bool IsOurs, char Enabled, string Definition, string? Wanted, string? WasDefinition, long PartitionsWithout);
