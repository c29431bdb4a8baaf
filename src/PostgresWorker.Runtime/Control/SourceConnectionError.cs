namespace PostgresWorker;

/// <summary>A source's connection was lost or could not be made.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Attempt">How many times in a row it has.</param>
/// <param name="NextAttempt">How long until it is tried again.</param>
public sealed record SourceConnectionError(string Source, Exception Error, int Attempt, TimeSpan NextAttempt);
