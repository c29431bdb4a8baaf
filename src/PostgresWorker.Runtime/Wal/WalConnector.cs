using Microsoft.Extensions.Logging;
using Npgsql;
using Npgsql.Replication;
using PostgresWorker.Delivery.Retries;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Rows;
using PostgresWorker.Sharding;
using PostgresWorker.Snapshots;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Telemetry;
using PostgresWorker.Wal.Provisioning;
using PostgresWorker.Wal.Publications;

namespace PostgresWorker.Wal;

/// <summary>Connects a source to its slot, after making or checking what it needs.</summary>
internal sealed class WalConnector(
    string source, SourceOptions options, IReadOnlyList<ListenerRoute> routes, IWorkerStore? store, SourceSnapshots snapshots, SourceTelemetry telemetry, TimeProvider time, ILogger logger,
    AskedPosition? asked = null, HandOver? handOver = null) : ISourceConnector
{
    // A status at least this often, and three times within wal_sender_timeout, after which the server gives a silent client up.
    private static readonly TimeSpan MaxStatusInterval = TimeSpan.FromSeconds(10);

    private readonly string _slot = SlotName.For(source, options);
    private readonly TextMode _text = new(routes, route => options.Ordering == Ordering.PerKey && new RetryPolicy(route.Retry, options).MayPark);
    private readonly StreamedTransactions _streamed = new();
    private readonly HandedOut _handedOut = new(source);
    private readonly MessageUse _messages = MessageUse.Of(options, routes);
    private NpgsqlDataSource? _database;
    private IReadOnlyList<TableNeeds> _needs = [];
    private PublicationWatch? _watch;

    private NpgsqlDataSource Database => _database ??= SourceDatabase.Create(WalConnectionString.For(source, options.ConnectionString!), options);

    private SlotCatalog Slots => new(Database, _slot, SlotName.ForPublication(source, options));

    /// <inheritdoc />
    public async Task<IChangeSource> ConnectAsync(Lsn position, CancellationToken cancellationToken)
    {
        try
        {
            return await BeginAsync(position, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (PoolerInspection.Explain(e, options.ConnectionString!) is { } pooler)
        {
            throw new PostgresWorkerConfigurationException(source, [pooler], "cannot start", e);
        }
    }

    private async Task<IChangeSource> BeginAsync(Lsn position, CancellationToken cancellationToken)
    {
        // Where the stream broke, the connections beside it are likely broken too.
        Database.Clear();
        store?.Database.Clear();
        var start = Start();
        var isRecovered = start is not null && options.OnSlotLost == OnSlotLost.Resnapshot &&
            await new SlotRecovery(Database, store!, start, options, new SnapshotTables(Database, routes), telemetry, logger).RecoverAsync(cancellationToken).ConfigureAwait(false);
        await (start?.RefuseGapAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        var watch = await WatchAsync(start, cancellationToken).ConfigureAwait(false);
        var provisioner = new WalProvisioner(source, options, routes, Database, store is null ? null : new StoreSchema(store, logger), logger);
        await provisioner.PrepareAsync(options.Provision!.Value, wasUsed: _handedOut.IsKnown && !isRecovered, cancellationToken).ConfigureAwait(false);
        await watch.BeginAsync(cancellationToken).ConfigureAwait(false);

        var tables = new TableCatalog(Database);
        var layouts = new LayoutFactory(new TypeCatalog(Database), tables, hidesColumns: options.PublishColumns == PublishColumns.Needed);
        await _text.DecideAsync(tables, layouts, cancellationToken).ConfigureAwait(false);
        var (stream, system) = await StreamAsync(start, cancellationToken).ConfigureAwait(false);
        ICheckpoint checkpoint;
        try
        {
            // The slot is ours from here on, and only then is it decided where to begin: nobody else moves it any more. The stream itself moves
            // it only when told to.
            await stream.StartAsync(cancellationToken).ConfigureAwait(false);
            if (provisioner.IsFilterPostponed)
            {
                throw new PublicationChangedException("The publication's row filter was another release's, which has ended.");
            }

            // After a failover our position may be of WAL that the new primary never had: only its slot and what is stored there know where to go on.
            var finished = _handedOut.IsSameTimeline(system.Timeline) ? position : Lsn.None;
            checkpoint = start is null ? new SlotCheckpoint(finished) : await start.BeginAsync(finished, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedObject)
        {
            // The server may be at the first change before it says anything; or there is no slot, which has the same code.
            await stream.DisposeAsync().ConfigureAwait(false);
            if ((await Slots.ReadAsync(cancellationToken).ConfigureAwait(false)).State is null)
            {
                throw;
            }

            throw await watch.ExplainAsync(_slot, e, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        Log.Streaming(logger, source, _slot);
        _handedOut.GoOn(system.SystemId, system.Timeline);
        var skipped = new SkippedTransactions(source, options.SkipMarkers, telemetry, logger);
        var changes = new WalSource(source, system.SystemId, checkpoint, stream, layouts, _text, new SlotPosition(Database, _slot), _messages, skipped, logger, watch, _streamed, _handedOut, options.Shard);
        return handOver is not null ? new HandOverSource(changes, handOver, options.Slot!) : store is null ? changes : WithSnapshots(changes, store);
    }

    private SnapshotSource WithSnapshots(WalSource changes, IWorkerStore kept)
    {
        var rows = new SnapshotStore(kept, changes.Checkpoint.Epoch);
        var progress = new SnapshotProgress(source, rows, changes.Checkpoint.Start, snapshots, time, logger);
        var reader = new ChunkReader(Database, routes, _text, _streamed, WhereOf, options.Shards);
        var run = new SnapshotRun(source, options.MaxParallelSnapshots, reader, new SnapshotQueue(source, reader, rows, progress, snapshots, time, logger), progress, time, logger);
        return new SnapshotSource(source, changes, new SnapshotCheckpoint(changes.Checkpoint, progress), run, time);
    }

    /// <summary>Which of a table's rows are read: of a divided source, a table that the shard has nothing of has none.</summary>
    private string? WhereOf(TableName table) => _needs.FirstOrDefault(need => need.Table == table) is { } need ? need.Where : "false";

    /// <summary>Closes the connections beside the stream.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>One for the life of the process: it knows what it saw before the connection was lost.</summary>
    private async Task<PublicationWatch> WatchAsync(CheckpointedStart? start, CancellationToken cancellationToken)
    {
        // A table may have got another key since the connection before.
        (_needs, _) = await new ShardConditions(Database, options.Shard).ApplyAsync(TableNeeds.Of(routes), cancellationToken).ConfigureAwait(false);
        if (_watch is null)
        {
            var (publication, needs) = (SlotName.ForPublication(source, options), _needs);
            await (start?.SayNewerAsync(publication, needs, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            _watch = new PublicationWatch(source, new PublicationCatalog(Database, publication), new PublicationInspection(publication, options.PublishColumns == PublishColumns.Needed), needs, options.Provision!.Value, time, logger);
        }

        return _watch;
    }

    private CheckpointedStart? Start()
    {
        if (store is null)
        {
            ExactlyOnce.Refuse(source, routes, "Checkpoint is SlotOnly");
            return null;
        }

        return new CheckpointedStart(Slots, store, routes, new SnapshotStart(Database, store, options, routes), ShardReading.Of(source, options, store, asked, handOver), time, logger);
    }

    private async Task<(ReplicationStream Stream, ReplicationSystemIdentification System)> StreamAsync(CheckpointedStart? start, CancellationToken cancellationToken)
    {
        var connection = new LogicalReplicationConnection(
            await SourceDatabase.WithPasswordAsync(await ReplicationStringAsync(cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false));
        try
        {
            await connection.Open(cancellationToken).ConfigureAwait(false);
            var system = await IdentifyAsync(connection, cancellationToken).ConfigureAwait(false);
            await RefuseForkAsync(start, system, cancellationToken).ConfigureAwait(false);
            var timeout = TimeSetting.Parse(await connection.Show("wal_sender_timeout", cancellationToken).ConfigureAwait(false));
            connection.WalReceiverStatusInterval = StatusInterval(timeout);

            // A server that decodes a huge transaction of other tables is silent for as long as it trusts us to be.
            connection.WalReceiverTimeout = timeout > connection.WalReceiverTimeout ? timeout : connection.WalReceiverTimeout;

            var wanted = new StreamOptions(_slot, SlotName.ForPublication(source, options), _messages, options.MaxChangeBytes);
            return (new ReplicationStream(connection, wanted, _text), system);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task RefuseForkAsync(CheckpointedStart? start, ReplicationSystemIdentification system, CancellationToken cancellationToken)
    {
        if (!_handedOut.IsKnown)
        {
            return;
        }

        var state = start is null ? await Slots.ReadAsync(cancellationToken).ConfigureAwait(false) : await start.ReadAsync(cancellationToken).ConfigureAwait(false);
        _handedOut.RefuseFork(state);
        if (state.Timeline != system.Timeline)
        {
            throw new IOException($"The server was promoted while the source connected: timeline {system.Timeline} became {state.Timeline}.");
        }
    }

    /// <summary>Where to replicate from: of several hosts the one that the connections beside the stream have found to be the primary.</summary>
    private async Task<string> ReplicationStringAsync(CancellationToken cancellationToken)
    {
        var all = WalConnectionString.ForReplication(source, options.ConnectionString!, options.WalSenderTimeout);
        if (!WalConnectionString.HasSeveralHosts(all))
        {
            return all;
        }

        var beside = await Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = beside.ConfigureAwait(false);
        return WalConnectionString.ForHost(all, beside.Host!, beside.Port);
    }

    private async Task<ReplicationSystemIdentification> IdentifyAsync(LogicalReplicationConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.IdentifySystem(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (PoolerInspection.ExplainIdentification(e, options.ConnectionString!) is { } pooler)
        {
            throw new PostgresWorkerConfigurationException(source, [pooler], "cannot start", e);
        }
    }

    private static TimeSpan StatusInterval(TimeSpan walSenderTimeout)
    {
        var third = walSenderTimeout / 3;
        return third > TimeSpan.Zero && third < MaxStatusInterval ? third : MaxStatusInterval;
    }
}
