namespace PostgresWorker.Outbox.Provisioning;

/// <summary>One transaction that brings an outbox nearer to what it must be.</summary>
/// <param name="Code">What kind of thing, as in <see cref="Finding.Code"/>.</param>
/// <param name="What">What is so, and what it must be.</param>
/// <param name="Sql">The statements.</param>
/// <param name="Lock">Which lock they take on a table of the application's, and what waits for it; null where none.</param>
/// <param name="Reason">Why.</param>
internal sealed record OutboxStep(string Code, string What, string Sql, string? Lock, StepReason Reason)
{
    /// <summary>
    /// What goes first: who waits for a lock has everybody wait who comes after, so it is not for long. Names in what the server writes must not depend on who runs it.
    /// </summary>
    public const string Settings = $"SET LOCAL lock_timeout = '2s'; {OutboxCatalog.Words}";

    /// <summary>The transaction.</summary>
    public string Script => $"BEGIN;\n{Settings};\n{Sql};\nCOMMIT";

    public Finding ToFinding() => new(Code, What, Script, IsAutomatic: true) { Lock = Lock };
}
