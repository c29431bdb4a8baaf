using PostgresWorker.ThrowAway;

namespace PostgresWorker.Torture.Faults;

/// <summary>A place where one worker runs at a time.</summary>
/// <param name="environment">What its processes are told.</param>
internal sealed class Instance(IReadOnlyDictionary<string, string> environment) : IAsyncDisposable
{
    private readonly List<Run> _runs = [];
    private readonly List<Task> _watches = [];

    /// <summary>All its processes.</summary>
    public IReadOnlyList<Run> Runs => _runs;

    /// <summary>The one that runs; null where none does.</summary>
    public Run? Current => _runs.Count > 0 && _runs[^1].IsRunning ? _runs[^1] : null;

    /// <summary>A process that is as asked; null where none is. Others may be started meanwhile.</summary>
    public Run? Find(Predicate<Run> match) => _runs.Find(match);

    /// <summary>One thing at a time happens to it.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    public Run Start()
    {
        Run? run = null;
        var program = ThrowAwayProgram.StartDotnet(typeof(Instance).Assembly.Location, environment, line => run?.Heard(line));
        run = new Run(program);
        _runs.Add(run);
        _watches.Add(run.WatchAsync());
        return run;
    }

    /// <summary>SIGKILL.</summary>
    public async Task<int> KillAsync(Run run)
    {
        run.IsExpected = true;
        try
        {
            await run.Program.KillAsync();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It was gone.
        }

        await _watches[_runs.IndexOf(run)];
        return run.ExitCode;
    }

    /// <summary>SIGTERM.</summary>
    public async Task<int> StopAsync(Run run)
    {
        run.IsExpected = true;
        var code = await run.Program.StopAsync();
        await _watches[_runs.IndexOf(run)];
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs)
        {
            if (run.IsRunning)
            {
                await KillAsync(run);
            }

            await run.Program.DisposeAsync();
        }

        Turn.Dispose();
    }
}
