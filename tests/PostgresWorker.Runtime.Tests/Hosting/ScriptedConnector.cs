using System.Collections.Concurrent;
using PostgresWorker.Sources;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Hosting;

/// <summary>Connections that succeed or fail as the test says, one after another; the last outcome stays.</summary>
internal sealed class ScriptedConnector(params object[] outcomes) : ISourceConnector
{
    private readonly ConcurrentQueue<Lsn> _positions = new();
    private int _next = -1;

    /// <summary>From where each connection was asked to read.</summary>
    public IReadOnlyList<Lsn> Positions => [.. _positions];

    public Task<IChangeSource> ConnectAsync(Lsn position, CancellationToken cancellationToken)
    {
        _positions.Enqueue(position);
        return outcomes[Math.Min(++_next, outcomes.Length - 1)] switch
        {
            Exception error => Task.FromException<IChangeSource>(error),
            ScriptedSource source => Task.FromResult<IChangeSource>(source),
            var other => throw new InvalidOperationException($"{other} is no outcome."),
        };
    }

    public ValueTask DisposeAsync() => default;
}
