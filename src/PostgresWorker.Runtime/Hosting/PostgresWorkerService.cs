using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Sources;
using PostgresWorker.Wal;

namespace PostgresWorker.Hosting;

/// <summary>Runs all sources for as long as the host does. A source that halts stops the host: half a worker that looks alive helps nobody.</summary>
internal sealed class PostgresWorkerService(
    IEnumerable<SourceName> sources,
    ListenerRegistry listeners,
    IOptionsMonitor<SourceOptions> options,
    IServiceProvider services,
    TimeProvider time,
    Func<double> random,
    ILoggerFactory loggers) : BackgroundService
{
    private readonly ILogger _logger = loggers.CreateLogger("PostgresWorker");

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        ListenerCheck.Check([.. sources.Select(source => source.Name)], listeners.Routes);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var halted = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAll(sources.Select(source => RunAsync(source.Name, halted))).ConfigureAwait(false);
    }

    private async Task RunAsync(string name, CancellationTokenSource halted)
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
            var definition = new SourceDefinition(name, options.Get(name), routes, random);
            var connector = new WalConnector(name, definition.Options, routes, _logger);
            await using var _ = connector.ConfigureAwait(false);
            await new SourceRunner(definition, connector, services, time, _logger).RunAsync(halted.Token).ConfigureAwait(false);
        }
        catch
        {
            await halted.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
