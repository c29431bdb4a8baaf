namespace PostgresWorker.Generators.Model;

/// <summary>How a listener of batches gathers its changes.</summary>
/// <param name="MaxSize">How many changes a batch has at most.</param>
/// <param name="MaxWaitMilliseconds">How long its first change waits for others.</param>
internal sealed record BatchModel(int MaxSize, int MaxWaitMilliseconds);
