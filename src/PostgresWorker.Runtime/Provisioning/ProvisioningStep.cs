namespace PostgresWorker;

/// <summary>One thing to be done to a database.</summary>
/// <param name="Code">What kind of thing, as in <see cref="Finding.Code"/>.</param>
/// <param name="What">What is so, and what it must be.</param>
/// <param name="Sql">The statement, or several in one transaction, without the last semicolon.</param>
/// <param name="Lock">What it locks of the application's, and who waits for that; null where it takes no lock that others wait for.</param>
public sealed record ProvisioningStep(string Code, string What, string Sql, string? Lock);
