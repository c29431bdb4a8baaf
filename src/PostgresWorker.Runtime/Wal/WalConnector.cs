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
using PostgresWorker.Wal.Provisioning;
using PostgresWorker.Wal.Publications;

namespace PostgresWorker.Wal;

/// <summary>Connects a source to its slot, after making or checking what it needs.</summary>
internal sealed class WalConnector(
    string source, SourceOptions options, IReadOnlyList<ListenerRoute> routes, IWorkerStore? store, SourceSnapshots snapshots, TimeProvider time, ILogger logger, AskedPosition? asked = null, HandOver? handOver = null)
    : ISourceConnector
{
    // A status at least this often, and three times within wal_sender_timeout, after which the server gives a silent client up.
    private static readonly TimeSpan MaxStatusInterval = TimeSpan.FromSeconds(10);

    private readonly string _slot = SlotName.For(source, options);
    private readonly TextMode _text = new(routes, route => options.Ordering == Ordering.PerKey && new RetryPolicy(route.Retry, options).MayPark);
    private readonly StreamedTransactions _streamed = new();
    private NpgsqlDataSource? _database;
    private IReadOnlyList<TableNeeds> _needs = [];
    private PublicationWatch? _watch;
    private ReplicationSystemIdentification? _system;

    private NpgsqlDataSource Database => _database ??= NpgsqlDataSource.Create(WalConnectionString.For(source, options.ConnectionString!));

    private SlotCatalog Slots => new(Database, _slot, SlotName.ForPublication(source, options));

    /// <inheritdoc />
    public async Task<IChangeSource> ConnectAsync(Lsn position, CancellationToken cancellationToken)
    {
        // Where the stream broke, the connections beside it are likely broken too.
        Database.Clear();
        store?.Database.Clear();
        var start = Start();
        await (start?.RefuseGapAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        var watch = await WatchAsync(start, cancellationToken).ConfigureAwait(false);
        var provisioner = new WalProvisioner(source, options, routes, Database, store is null ? null : new StoreSchema(store, logger), logger);
        await provisioner.PrepareAsync(options.Provision!.Value, wasUsed: _system is not null, cancellationToken).ConfigureAwait(false);
        await watch.BeginAsync(cancellationToken).ConfigureAwait(false);

        var tables = new TableCatalog(Database);
        var layouts = new LayoutFactory(new TypeCatalog(Database), tables);
        await _text.DecideAsync(tables, layouts, cancellationToken).ConfigureAwait(false);
        var (stream, system) = await StreamAsync(cancellationToken).ConfigureAwait(false);
        ICheckpoint checkpoint;
        try
        {
            // The slot is ours from here on, and only then is it decided where to begin: nobody else moves it any more. The stream itself moves
            // it only when told to.
            await stream.StartAsync(cancellationToken).ConfigureAwait(false);

            // After a failover our position may be of WAL that the new primary never had: only its slot and what is stored there know where to go on.
            var finished = _system is null || _system.Timeline == system.Timeline ? position : Lsn.None;
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
        _system = system;
        var changes = new WalSource(source, system.SystemId, checkpoint, stream, layouts, _text, new SlotPosition(Database, _slot), options.TraceContext, logger, watch, _streamed, options.Shard);
        return handOver is not null ? new HandOverSource(changes, handOver, options.Slot!) : store is null ? changes : WithSnapshots(changes, store);
    }

    private SnapshotSource WithSnapshots(WalSource changes, IWorkerStore kept)
    {
        var rows = new SnapshotStore(kept, changes.Checkpoint.Epoch);
        var progress = new SnapshotProgress(source, rows, changes.Checkpoint.Start, snapshots, time, logger);
        var run = new SnapshotRun(source, new ChunkReader(Database, routes, _text, _streamed, WhereOf, options.Shards), rows, progress, snapshots, time, logger);
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
            _watch = new PublicationWatch(source, new PublicationCatalog(Database, publication), new PublicationInspection(publication), needs, options.Provision!.Value, time, logger);
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

    private async Task<(ReplicationStream Stream, ReplicationSystemIdentification System)> StreamAsync(CancellationToken cancellationToken)
    {
        var connection = new LogicalReplicationConnection(WalConnectionString.ForReplication(source, options.ConnectionString!, options.WalSenderTimeout));
        try
        {
            await connection.Open(cancellationToken).ConfigureAwait(false);
            var system = await connection.IdentifySystem(cancellationToken).ConfigureAwait(false);
            CheckSameCluster(system.SystemId);
            var timeout = TimeSetting.Parse(await connection.Show("wal_sender_timeout", cancellationToken).ConfigureAwait(false));
            connection.WalReceiverStatusInterval = StatusInterval(timeout);

            // A server that decodes a huge transaction of other tables is silent for as long as it trusts us to be.
            connection.WalReceiverTimeout = timeout > connection.WalReceiverTimeout ? timeout : connection.WalReceiverTimeout;

            var wanted = new StreamOptions(_slot, SlotName.ForPublication(source, options), WantsMessages: options.TraceContext || routes.Any(route => route is MessageRoute));
            return (new ReplicationStream(connection, wanted, _text), system);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static TimeSpan StatusInterval(TimeSpan walSenderTimeout)
    {
        var third = walSenderTimeout / 3;
        return third > TimeSpan.Zero && third < MaxStatusInterval ? third : MaxStatusInterval;
    }

    private void CheckSameCluster(string systemIdentifier)
    {
        if (_system is not null && _system.SystemId != systemIdentifier)
        {
            throw new PostgresWorkerConfigurationException(
                source,
                [new Finding("foreign_cluster", $"The connection now leads to another cluster ({systemIdentifier} instead of {_system.SystemId}), whose positions mean nothing here. Restart the application if that is meant.")]);
        }
    }
}
