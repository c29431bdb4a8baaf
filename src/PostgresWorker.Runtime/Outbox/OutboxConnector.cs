using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Delivery;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Outbox.Snapshots;
using PostgresWorker.Snapshots;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal;

namespace PostgresWorker.Outbox;

/// <summary>Connects a source to its outbox, after making or checking what it needs, as one more of the instances that share it.</summary>
internal sealed class OutboxConnector(
    string source, SourceOptions options, IReadOnlyList<ListenerRoute> routes, IWorkerStore store, SourceSnapshots snapshots, Func<Backoff> backoff, TimeProvider time, ILogger logger) : ISourceConnector
{
    private static readonly TimeSpan TidyInterval = TimeSpan.FromSeconds(5);

    private readonly OutboxNames _names = new(SlotName.For(source, options));
    private readonly NpgsqlDataSource _database = SourceDatabase.Create(WalConnectionString.ForStore(source, options.ConnectionString!), options);
    private string? _systemIdentifier;
    private DateTimeOffset? _startedAt;

    /// <inheritdoc />
    public async Task<IChangeSource> ConnectAsync(Lsn position, CancellationToken cancellationToken)
    {
        if (routes.OfType<MessageRoute>().FirstOrDefault() is { } message)
        {
            throw new PostgresWorkerConfigurationException(
                source, [new Finding("outbox_messages", $"Listener {message.Name} takes messages of pg_logical_emit_message, which are in the WAL and in no outbox. Give it a source of its own with Capture Wal.")]);
        }

        // Where one connection broke, the others are likely broken too.
        _database.Clear();
        store.Database.Clear();
        await Provisioner(null).PrepareAsync(options.Provision!.Value, cancellationToken).ConfigureAwait(false);
        var system = (await DatabaseIdentity.OfAsync(_database, cancellationToken).ConfigureAwait(false)).SystemIdentifier;
        CheckSameCluster(system);
        var captures = new CaptureCatalog(_database, source, _names.Consumer, logger);
        await captures.LoadAsync(null, cancellationToken).ConfigureAwait(false);
        var incarnation = await IncarnationAsync(cancellationToken).ConfigureAwait(false);
        if (options.TraceContext)
        {
            await TraceColumn.DemandAsync(source, _database, _names, cancellationToken).ConfigureAwait(false);
        }

        await new OutboxStart(source, _database, _names, options, routes).PrepareAsync(incarnation, cancellationToken).ConfigureAwait(false);
        var instances = new InstanceTable(_database, _names.Consumer);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}");
        var (number, startedAt) = await instances.JoinAsync(name, OutboxWants.Fingerprint(Definition(null), routes), options.LeaseDuration, _startedAt, cancellationToken).ConfigureAwait(false);
        var epoch = new Epoch(number, Fence.Instance);
        (_systemIdentifier, _startedAt) = (system, startedAt);
        Log.InstanceJoined(logger, source, epoch.Number, name);
        Log.OutboxRead(logger, source, _names.Consumer, captures.Count, epoch.Number);
        return new OutboxSource(Begin(system, incarnation, captures, instances, epoch));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private OutboxSession Begin(string system, long incarnation, CaptureCatalog captures, InstanceTable instances, Epoch epoch)
    {
        var lanes = new LaneTable(time);
        var buffer = new RowBuffer();
        var wake = new WakeUps(() => options.PollInterval, time);
        var segments = new Segments(source, _database, _names, logger);
        List<IAsyncDisposable> beside =
        [
            new Upkeep(source, TidyInterval, segments.TidyAsync, time, logger),
            new Upkeep(source, options.TriggerCheckInterval, new DriftWatch(source, options.Provision!.Value, Provisioner(epoch.Number), logger).LookAsync, time, logger),
        ];
        if (routes.Any(route => (route.Kinds & ChangeKinds.Existing) != 0))
        {
            beside.Add(new OutboxSnapshots(source, _database, _names, routes, lanes, wake, snapshots, options.MaxInFlightChanges, time, logger));
        }

        if (options.WakeUp == WakeUp.Notify)
        {
            beside.Add(new Notifications(source, _database, _names.Channel, wake, backoff, time, logger));
        }

        var shared = new SharedPosition(source, instances, lanes, epoch, () => options.PollInterval, time, logger);
        beside.Add(shared);

        // The last to end: others may have the lanes then.
        beside.Add(new LaneLease(source, instances, lanes, shared, epoch, options.LeaseDuration, wake, time, logger));
        return new OutboxSession
        {
            Source = source,
            SystemIdentifier = system,
            Incarnation = incarnation,
            Epoch = epoch,
            Lanes = lanes,
            Shared = shared,
            Buffer = buffer,
            Reader = new OutboxReader(_database, _names, buffer, options.TraceContext),
            Deletion = new OutboxDeletion(_database, _names, epoch, routes.Any(route => route.NeedsTransaction)),
            Captures = captures,
            Barriers = new Barriers(_database, _names, lanes, captures),
            WakeUp = wake,
            Beside = beside,
        };
    }

    private OutboxDefinition Definition(long? instance) => new(_names.Consumer, options.WakeUp == WakeUp.Notify, options.Ordering, options.TraceContext, instance);

    private OutboxProvisioner Provisioner(long? instance) => new(source, Definition(instance), routes, _database, new StoreSchema(store, logger), time, logger);

    private async Task<long> IncarnationAsync(CancellationToken cancellationToken)
    {
        var command = _database.CreateCommand($"""SELECT incarnation FROM "{StoreSchema.Name}"."outboxes" WHERE consumer = $1""");
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = _names.Consumer });
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long?
            ?? throw new PostgresWorkerConfigurationException(source, [new Finding("outbox_missing", $"There is no outbox for {_names.Consumer}, and Provision is None, which takes it for granted.")]);
    }

    private void CheckSameCluster(string systemIdentifier)
    {
        if (_systemIdentifier is not null && _systemIdentifier != systemIdentifier)
        {
            throw new PostgresWorkerConfigurationException(
                source,
                [new Finding("foreign_cluster", $"The connection now leads to another cluster ({systemIdentifier} instead of {_systemIdentifier}). Restart the application if that is meant.")]);
        }
    }
}
