namespace PostgresWorker;

/// <summary>What stands inside a filter: the next one, or the listener.</summary>
/// <param name="cancellationToken">The token that the listener gets.</param>
public delegate ValueTask ChangeFilterNext(CancellationToken cancellationToken);
