using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Control;
using PostgresWorker.DeadLetters;
using PostgresWorker.Outbox;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Sharding;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Telemetry;
using PostgresWorker.Wal;

namespace PostgresWorker.Hosting;

/// <summary>Runs what reads one slot or outbox, with its connections, its dead letters and its figures.</summary>
/// <param name="services">The application's services.</param>
/// <param name="signals">Wakes those who wait for dead letters.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class SourceRuns(IServiceProvider services, LetterSignals signals, TimeProvider time, ILogger logger)
{
    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>Runs until <paramref name="stopping"/> is cancelled.</summary>
    /// <param name="definition">The source, or one of its shards.</param>
    /// <param name="control">Where to say how it is.</param>
    /// <param name="stopping">Ends it in order.</param>
    /// <param name="asked">Up to where somebody waits that goes by checkpoints.</param>
    /// <param name="handOver">Where it ends, where the number of shards is being changed.</param>
    public async Task RunAsync(SourceDefinition definition, SourceControl control, CancellationToken stopping, AskedPosition? asked = null, HandOver? handOver = null)
    {
        var (name, options, routes) = (definition.Name, definition.Options, definition.Routes);
        var store = new WorkerStore(name, options);
        await using var _ = store.ConfigureAwait(false);
        var isStored = options.Checkpoint == Checkpoint.Table;
        ISourceConnector connector = options.Capture == Capture.Outbox
            ? new OutboxConnector(name, options, routes, store, control.Snapshots, () => definition.ReconnectBackoff, time, logger)
            : new WalConnector(name, options, routes, isStored ? store : null, control.Snapshots, control.Telemetry, time, logger, asked, handOver);
        await using var __ = Leaving.InTime(connector).ConfigureAwait(false);
        var listeners = SourceDatabase.ForListeners(name, options, services);
        await using var ___ = listeners.ConfigureAwait(false);
        var database = listeners.Database;
        ConnectionPool.Inspect(definition, database.ConnectionString, services, logger);
        var letters = isStored ? new LetterBox(store, options, signals, time, logger) : null;
        var watch = new SourceWatch(control, Figures(options, store, store.IsElsewhere ? database : store.Database), () => options.StatusInterval, time, logger);
        await using var ____ = Leaving.InTime(watch).ConfigureAwait(false);
        await new SourceRunner(definition, connector, database, letters, services, control, time, logger).RunAsync(stopping).ConfigureAwait(false);
    }

    private static List<IFigures> Figures(SourceOptions options, WorkerStore store, NpgsqlDataSource database)
    {
        List<IFigures> figures = [options.Capture == Capture.Outbox ? new OutboxFigures(database, new OutboxNames(store.Consumer)) : new SlotFigures(database, store.Consumer)];
        if (options.Checkpoint == Checkpoint.Table)
        {
            figures.Add(new LetterFigures(store));
        }

        return figures;
    }
}
