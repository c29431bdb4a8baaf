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
/// <param name="whole">The source that this is a shard of; null where it is a whole source.</param>
/// <param name="shard">The shard's name.</param>
internal sealed class SourceControl(
    string name, IReadOnlySet<string> listeners, Func<SourceOptions> options, TimeProvider time, WorkerTelemetry telemetry, SourceControl? whole = null, string? shard = null)
{
    private readonly Lock _lock = new();
    private SourceControl[] _shards = [];
    private SourceState _state;
    private DateTimeOffset _since = time.GetUtcNow();
    private long _sinceTimestamp = time.GetTimestamp();
    private Exception? _error;

    public string Name => name;

    public HandledPositions Positions { get; } = new();

    public Pauses Pauses { get; } = whole?.Pauses ?? new();

    public SourceTelemetry Telemetry { get; } = new(name, telemetry, time);

    public SourceSnapshots Snapshots { get; } = new();

    /// <summary>Its options, as they are now.</summary>
    public SourceOptions Options => options();

    /// <summary>The shard that this is; null where it is a whole source.</summary>
    public string? Shard => shard;

    /// <summary>The shards that this instance reads; none where the source is not divided.</summary>
    public IReadOnlyList<SourceControl> Shards => Volatile.Read(ref _shards);

    /// <summary>All that reads here: the shards, or the source itself.</summary>
    public IReadOnlyList<SourceControl> Readers => Shards is { Count: > 0 } shards ? shards : [this];

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
                var problems = _state is SourceState.Running or SourceState.Reconnecting ? Problems() : [];
                var health = Health == SourceHealth.Healthy && problems.Count > 0 ? SourceHealth.Degraded : Health;
                return new SourceStatus(name, _state, health, _since, Positions.Handled, Pauses.IsAll, Pauses.Listeners, _error, problems)
                {
                    Snapshots = [.. Readers.SelectMany(reader => reader.Snapshots.Current)],
                    InFlight = Readers.Sum(reader => reader.Telemetry.InFlight),
                    LanesInFlight = Readers.Sum(reader => reader.Telemetry.Running),
                    Lag = Readers.Max(reader => reader.Telemetry.Lag?.TotalSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                    Shards = [.. Shards.Select(one => one.Shard!)],
                };
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

        whole?.ShardsChanged();
        if (state is SourceState.Halted or SourceState.Stopped)
        {
            Positions.End(new InvalidOperationException($"Source '{name}' has {(state == SourceState.Halted ? "halted" : "stopped")}; it handles nothing any more.", error));
        }
    }

    /// <summary>This instance begins to read a shard.</summary>
    public SourceControl Begin(string shard)
    {
        var control = new SourceControl(name, listeners, options, time, telemetry, this, shard);
        lock (_lock)
        {
            _shards = [.. _shards, control];
        }

        return control;
    }

    /// <summary>It does so no more.</summary>
    public void End(SourceControl shard)
    {
        lock (_lock)
        {
            _shards = [.. _shards.Where(one => one != shard)];
        }

        ShardsChanged();
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

    private List<string> Problems()
    {
        List<string> problems = [];
        foreach (var reader in Readers)
        {
            problems.AddRange(SourceProblems.Of(options(), reader.Telemetry).Select(problem => reader.Shard is null ? problem : $"Shard {reader.Shard}: {problem}"));
        }

        return problems;
    }

    /// <summary>What a divided source does is what its shards do here: the worst of it, and nothing but standing by where there are none.</summary>
    private void ShardsChanged()
    {
        if (State is SourceState.Halted or SourceState.Stopped)
        {
            return;
        }

        var shards = Shards;
        var lost = shards.FirstOrDefault(one => one.State == SourceState.Reconnecting);
        var state = shards.Any(one => one.State == SourceState.Running) ? SourceState.Running
            : shards.Any(one => one.State == SourceState.Starting) ? SourceState.Starting
            : SourceState.Standby;
        Enter(lost is null ? state : SourceState.Reconnecting, lost?.Status.Error);
    }
}
