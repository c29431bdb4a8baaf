using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Hosting;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Sharding;
using PostgresWorker.Snapshots;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Provisioning;

/// <summary>Provisions the application's sources, with connections of its own for each call.</summary>
internal sealed class ProvisioningService(
    IEnumerable<SourceName> sources, ListenerRegistry listeners, IOptionsMonitor<SourceOptions> options, TimeProvider time, ILoggerFactory loggers) : IProvisioning
{
    private readonly ILogger _logger = loggers.CreateLogger("PostgresWorker");

    /// <inheritdoc />
    public Task<ProvisioningPlan> PlanAsync(string source = PostgresListenerAttribute.DefaultSource, CancellationToken cancellationToken = default) =>
        UseAsync(source, static (provisioner, ct) => provisioner.PlanAsync(ct), cancellationToken);

    /// <inheritdoc />
    public Task<ProvisioningPlan> ApplyAsync(string source = PostgresListenerAttribute.DefaultSource, CancellationToken cancellationToken = default) => UseAsync(
        source,
        async (provisioner, ct) =>
        {
            var plan = await provisioner.PlanAsync(ct).ConfigureAwait(false);
            if (plan.Problems.Count > 0)
            {
                throw new PostgresWorkerConfigurationException(source, plan.Problems, "cannot be provisioned");
            }

            if (plan.Steps.Count > 0)
            {
                await provisioner.ApplyAsync(ct).ConfigureAwait(false);
            }

            return plan;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<Finding>> VerifyAsync(string source = PostgresListenerAttribute.DefaultSource, CancellationToken cancellationToken = default) =>
        UseAsync(source, static (provisioner, ct) => provisioner.VerifyAsync(ct), cancellationToken);

    /// <inheritdoc />
    public async Task<string> ScriptAsync(string source = PostgresListenerAttribute.DefaultSource, CancellationToken cancellationToken = default) =>
        (await PlanAsync(source, cancellationToken).ConfigureAwait(false)).ToScript();

    private async Task<T> UseAsync<T>(string source, Func<ISourceProvisioner, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (sources.All(added => added.Name != source))
        {
            throw new ArgumentException($"There is no source '{source}'; add it with AddSource.", nameof(source));
        }

        var chosen = options.Get(source);
        var store = new WorkerStore(source, chosen);
        await using var _ = store.ConfigureAwait(false);
        var text = chosen.ConnectionString!;
        var database = SourceDatabase.Create(chosen.Capture == Capture.Outbox ? WalConnectionString.ForStore(source, text) : WalConnectionString.For(source, text), chosen);
        await using var __ = database.ConfigureAwait(false);
        return await work(Create(source, chosen, store, database), cancellationToken).ConfigureAwait(false);
    }

    private ISourceProvisioner Create(string source, SourceOptions chosen, WorkerStore store, NpgsqlDataSource database)
    {
        ListenerRoute[] routes = [.. listeners.Routes.Where(route => route.Source == source)];
        var schema = new StoreSchema(store, _logger);
        if (chosen.Capture == Capture.Outbox)
        {
            var definition = new OutboxDefinition(SlotName.For(source, chosen), chosen.WakeUp == WakeUp.Notify, chosen.Ordering, chosen.TraceContext);
            return new OutboxSourceProvisioner(source, new OutboxProvisioner(source, definition, routes, database, schema, time, _logger), schema);
        }

        if (chosen.Shards > 1)
        {
            return new ShardedProvisioner(source, chosen, routes, chosen.Shards, database, store, time, _logger);
        }

        var isStored = chosen.Checkpoint == Checkpoint.Table;
        var slots = new SlotCatalog(database, SlotName.For(source, chosen), SlotName.ForPublication(source, chosen));
        return new WalSourceProvisioner(
            source,
            chosen.ConnectionString!,
            isStored ? new CheckpointedStart(slots, store, routes, new SnapshotStart(database, store, chosen, routes), ShardReading.Of(source, chosen, store), time, _logger) : null,
            new WalProvisioner(source, chosen, routes, database, isStored ? schema : null, _logger));
    }
}
