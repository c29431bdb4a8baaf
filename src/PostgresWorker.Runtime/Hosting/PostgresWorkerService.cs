using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using PostgresWorker.Control;
using PostgresWorker.DeadLetters;
using PostgresWorker.Delivery.Filters;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Outbox;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Telemetry;
using PostgresWorker.Wal;

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

    private readonly ILogger _logger = loggers.CreateLogger("PostgresWorker");

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        ListenerCheck.Check([.. sources.Select(source => source.Name)], listeners.Routes);
        foreach (var source in sources)
        {
            OnExhaustedCheck.Check(source.Name, options.Get(source.Name), listeners.Routes.Where(route => route.Source == source.Name));
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var halted = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var fault = new TaskCompletionSource();
        var all = Task.WhenAll(sources.Select(source => RunAsync(source.Name, halted, fault)));
        await Task.WhenAny(all, fault.Task).ConfigureAwait(false);
        if (fault.Task.IsFaulted)
        {
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
            ConnectionPool.Inspect(definition, services, _logger);
            var store = new WorkerStore(name, definition.Options);
            await using var ___ = store.ConfigureAwait(false);
            var isStored = definition.Options.Checkpoint == Checkpoint.Table;
            ISourceConnector connector = definition.Options.Capture == Capture.Outbox
                ? new OutboxConnector(name, definition.Options, routes, store, control.Of(name).Snapshots, definition.ReconnectBackoff, time, _logger)
                : new WalConnector(name, definition.Options, routes, isStored ? store : null, control.Of(name).Snapshots, control.Of(name).Telemetry, time, _logger);
            await using var _ = connector.ConfigureAwait(false);
            var database = NpgsqlDataSource.Create(WalConnectionString.ForListeners(name, definition.Options.ConnectionString!));
            await using var __ = database.ConfigureAwait(false);
            var letters = isStored ? new LetterBox(store, definition.Options, signals, time, _logger) : null;
            var watch = new SourceWatch(control.Of(name), Figures(definition, store, store.IsElsewhere ? database : store.Database), definition.Options.StatusInterval, time, _logger);
            await using var ____ = watch.ConfigureAwait(false);
            await new SourceRunner(definition, connector, database, letters, services, control.Of(name), time, _logger).RunAsync(halted.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Handed on: to whoever waits for the first fault.
        catch (Exception e)
#pragma warning restore CA1031
        {
            control.Of(name).Enter(SourceState.Halted, e);
            if (options.Get(name).WhenHalted == WhenHalted.StopHost)
            {
                fault.TrySetException(e);
                await halted.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    private static List<IFigures> Figures(SourceDefinition definition, WorkerStore store, NpgsqlDataSource database)
    {
        List<IFigures> figures = [definition.Options.Capture == Capture.Outbox ? new OutboxFigures(database, new OutboxNames(store.Consumer)) : new SlotFigures(database, store.Consumer)];
        if (definition.Options.Checkpoint == Checkpoint.Table)
        {
            figures.Add(new LetterFigures(store));
        }

        return figures;
    }
}
