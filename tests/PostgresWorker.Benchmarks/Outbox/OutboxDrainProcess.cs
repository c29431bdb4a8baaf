namespace PostgresWorker.Benchmarks;

/// <summary>This program started again as a worker that empties an outbox until it is disposed of.</summary>
internal static class OutboxDrainProcess
{
    /// <summary>The argument that makes it one; a connection string follows.</summary>
    public const string Argument = "drain-outbox";

    public static BenchProcess Start(string connectionString) => new(Argument, connectionString);

    /// <summary>What the program then does: it ends when nobody holds its standard input any more.</summary>
    public static async Task RunAsync(string connectionString)
    {
        // What is measured is not when it begins.
        using var host = OutboxBench.Worker(connectionString, pollInterval: TimeSpan.FromMilliseconds(20));
        await host.StartAsync().ConfigureAwait(false);
        await Console.In.ReadToEndAsync().ConfigureAwait(false);
        await host.StopAsync().ConfigureAwait(false);
    }
}
