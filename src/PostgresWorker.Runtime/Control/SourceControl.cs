using PostgresWorker.Generated;
using PostgresWorker.Health;
using PostgresWorker.Snapshots;
using PostgresWorker.Telemetry;

namespace PostgresWorker.Control;

/// <summary>What is known of one source, and what was asked of it, over all of its connections.</summary>
/// <param name="name">The source's name.</param>
/// <param name="listeners">The names of its listeners.</param>
/// <param name="options">Its options, asked for when they are valid.</param>
/// <param name="time">The clock.</param>
/// <param name="telemetry">Where what happens is counted.</param>
internal sealed class SourceControl(string name, IReadOnlySet<string> listeners, Func<SourceOptions> options, TimeProvider time, WorkerTelemetry telemetry)
{
    private readonly Lock _lock = new();
    private SourceState _state;
    private DateTimeOffset _since = time.GetUtcNow();
    private long _sinceTimestamp = time.GetTimestamp();
    private Exception? _error;

    public string Name => name;

    public HandledPositions Positions { get; } = new();

    public Pauses Pauses { get; } = new();

    public SourceTelemetry Telemetry { get; } = new(name, telemetry, time);

    public SourceSnapshots Snapshots { get; } = new();

    /// <summary>Whether it has anything to do.</summary>
    public bool HasListeners => listeners.Count > 0;

    public SourceState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    public SourceStatus Status
    {
        get
        {
            lock (_lock)
            {
                var problems = _state is SourceState.Running or SourceState.Reconnecting ? SourceProblems.Of(options(), Telemetry) : [];
                var health = Health == SourceHealth.Healthy && problems.Count > 0 ? SourceHealth.Degraded : Health;
                return new SourceStatus(name, _state, health, _since, Positions.Handled, Pauses.IsAll, Pauses.Listeners, _error, problems) { Snapshot = Snapshots.Current };
            }
        }
    }

    // A source that starts and finds no connection is in the second state for longer than in the first: the time is that of both.
    private SourceHealth Health => _state switch
    {
        SourceState.Running or SourceState.Standby => SourceHealth.Healthy,
        SourceState.Starting or SourceState.Reconnecting when time.GetElapsedTime(_sinceTimestamp) <= options().UnhealthyAfter => SourceHealth.Degraded,
        _ => SourceHealth.Unhealthy,
    };

    /// <summary>The source does something else now. Attempts to connect again, one after another, are one state.</summary>
    public void Enter(SourceState state, Exception? error = null)
    {
        lock (_lock)
        {
            _error = error;
            if (state == _state)
            {
                return;
            }

            _state = state;
            _since = time.GetUtcNow();
            _sinceTimestamp = time.GetTimestamp();
        }

        if (state is SourceState.Halted or SourceState.Stopped)
        {
            Positions.End(new InvalidOperationException($"Source '{name}' has {(state == SourceState.Halted ? "halted" : "stopped")}; it handles nothing any more.", error));
        }
    }

    /// <summary>The source's connection was lost or could not be made.</summary>
    public void Lose(Exception error, int attempt, TimeSpan next)
    {
        Enter(SourceState.Reconnecting, error);
        Telemetry.Lost(error);
        options().OnConnectionError?.Invoke(new SourceConnectionError(name, error, attempt, next));
    }

    /// <exception cref="ArgumentException">The source has no listener of that name.</exception>
    public string Known(string listener) => listeners.Contains(listener)
        ? listener
        : throw new ArgumentException($"Source '{name}' has no listener '{listener}'; it has {string.Join(", ", listeners.Order(StringComparer.Ordinal))}.", nameof(listener));
}
