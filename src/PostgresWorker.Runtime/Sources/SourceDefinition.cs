using PostgresWorker.Delivery;
using PostgresWorker.Generated;

namespace PostgresWorker.Sources;

/// <summary>A source as configured, with its listeners.</summary>
internal sealed record SourceDefinition(string Name, SourceOptions Options, IReadOnlyList<ListenerRoute> Routes, Func<double> Random)
{
    public Backoff RetryBackoff { get; } = new(TimeSpan.Zero, Options.MinRetryDelay, Options.MaxRetryDelay, Random);

    public Backoff ReconnectBackoff { get; } = new(Options.MinReconnectInterval, Options.MinReconnectInterval * 2, Options.MaxReconnectInterval, Random);
}
