using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostgresWorker.Control;
using PostgresWorker.DeadLetters;
using PostgresWorker.Delivery.Filters;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Observability.Warnings;
using PostgresWorker.Sharding;
using PostgresWorker.Sources;

namespace PostgresWorker.Hosting;

/// <summary>
/// Runs all sources for as long as the host does. A source that halts stops the host, for half a worker that looks alive helps nobody; unless its options say that it stays,
/// unhealthy.
/// </summary>
internal sealed class PostgresWorkerService(
    IEnumerable<SourceName> sources,
    ListenerRegistry listeners,
    IOptionsMonitor<SourceOptions> options,
    LetterSignals signals,
    IServiceProvider services,
    WorkerControl control,
    TimeProvider time,
    Func<double> random,
    ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan HaltGrace = TimeSpan.FromSeconds(30);

    private readonly CountedWarnings _logger = new(loggers.CreateLogger("PostgresWorker"), time);
    private OptionsReload[] _reloads = [];

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        ListenerCheck.Check([.. sources.Select(source => source.Name)], listeners.Routes);
        foreach (var source in sources)
        {
            OnExhaustedCheck.Check(source.Name, options.Get(source.Name), listeners.Routes.Where(route => route.Source == source.Name));
        }

        _reloads = [.. sources.Select(source => new OptionsReload(
            source.Name, options.Get(source.Name), services.GetRequiredService<IOptionsFactory<SourceOptions>>(), services.GetRequiredService<IConfiguration>(), _logger))];
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        Array.ForEach(_reloads, reload => reload.Dispose());
        _logger.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What was counted until the end is told while there is a log.
        using var counted = _logger;
        using var halted = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var fault = new TaskCompletionSource();
        var all = Task.WhenAll(sources.Select(source => RunAsync(source.Name, halted, fault)));
        await Task.WhenAny(all, fault.Task).ConfigureAwait(false);
        if (fault.Task.IsFaulted)
        {
            // The host stops as it does when asked to, and whoever runs the process would take its end for one that was wanted.
            Environment.ExitCode = Environment.ExitCode == 0 ? 1 : Environment.ExitCode;

            // The others drain; a listener that ignores its token must not keep a halted worker alive.
            await Task.WhenAny(all, Task.Delay(HaltGrace, time, CancellationToken.None)).ConfigureAwait(false);
            await fault.Task.ConfigureAwait(false);
        }

        await all.ConfigureAwait(false);
    }

    private async Task RunAsync(string name, CancellationTokenSource halted, TaskCompletionSource fault)
    {
        // The host is up before anything slow begins.
        await Task.Yield();
        var routes = listeners.Routes.Where(route => route.Source == name).ToArray();
        if (routes.Length == 0)
        {
            Log.SourceWithoutListeners(_logger, name);
            return;
        }

        try
        {
            var definition = new SourceDefinition(name, options.Get(name), routes, random, [.. services.GetServices<GlobalFilter>().Select(filter => filter.Factory)]);
            var runs = new SourceRuns(services, signals, time, _logger);
            var run = definition.Options.Capture == Capture.Wal && definition.Options.Checkpoint == Checkpoint.Table
                ? new ShardedSource(definition, runs, control.Of(name)).RunAsync(halted.Token)
                : runs.RunAsync(definition, control.Of(name), halted.Token);
            await new StopBound(time, _logger).WaitAsync(run, control.Of(name), halted.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Handed on: to whoever waits for the first fault.
        catch (Exception e)
#pragma warning restore CA1031
        {
            control.Of(name).Enter(SourceState.Halted, e);
            if (options.Get(name).WhenHalted == WhenHalted.StopHost)
            {
                fault.TrySetException(e);
                await halted.CancelAllAsync().ConfigureAwait(false);
            }
        }
    }
}
