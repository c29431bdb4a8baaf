using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Provisioning;
using PostgresWorker.Snapshots;
using PostgresWorker.Store;
using PostgresWorker.Wal;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Sharding;

/// <summary>Slots and publications of all shards of a number, and what they need together.</summary>
/// <param name="source">The source's name.</param>
/// <param name="options">Its options, of whatever number.</param>
/// <param name="routes">Its listeners.</param>
/// <param name="count">The number.</param>
/// <param name="database">The source's database.</param>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where to say what was run.</param>
internal sealed class ShardedProvisioner(
    string source, SourceOptions options, IReadOnlyList<ListenerRoute> routes, int count, NpgsqlDataSource database, IWorkerStore store, TimeProvider time, ILogger logger) : ISourceProvisioner
{
    // What the worker does to the store for a divided source only.
    private static readonly StoreTable[] Rights =
        [new("shards", "INSERT", "UPDATE"), new("instances", "SELECT", "INSERT", "UPDATE", "DELETE"), new("checkpoints", "DELETE"), new("handled_changes", "DELETE"), new("snapshots", "DELETE")];

    private const string Query =
        """
        SELECT current_setting('max_replication_slots')::int, current_setting('max_wal_senders')::int,
               (SELECT count(*)::int FROM pg_catalog.pg_replication_slots), (SELECT count(*)::int FROM pg_catalog.pg_replication_slots s WHERE s.slot_name::text = ANY ($1))
        """;

    private readonly StoreSchema _schema = new(store, logger);

    /// <inheritdoc />
    public async Task<ProvisioningPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var findings = await VerifyAsync(cancellationToken).ConfigureAwait(false);
        return new ProvisioningPlan(
            source,
            [.. findings.Where(finding => finding.IsAutomatic).Select(finding => new ProvisioningStep(finding.Code, finding.Message, finding.Sql!, finding.Lock))],
            [.. findings.Where(finding => !finding.IsAutomatic)]);
    }

    /// <inheritdoc />
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        foreach (var shard in Shard.All(count))
        {
            await Of(shard).ApplyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Finding>> VerifyAsync(CancellationToken cancellationToken)
    {
        HashSet<Finding> findings = [];
        foreach (var shard in Shard.All(count))
        {
            // What concerns server, tables and store is the same for all.
            findings.UnionWith(await Of(shard).VerifyAsync(cancellationToken).ConfigureAwait(false));
            if (shard.IsFirst && findings.Any(finding => finding.Code == "server_version"))
            {
                return [.. findings];
            }
        }

        if (count > 1)
        {
            findings.UnionWith(await InspectServerAsync(cancellationToken).ConfigureAwait(false));
            findings.UnionWith(await _schema.InspectRightsAsync(Rights, cancellationToken).ConfigureAwait(false));
        }

        return [.. findings];
    }

    /// <summary>Makes or checks all, as the options say.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">Something is missing that may not or cannot be made.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (options.Provision == Provision.None)
        {
            return;
        }

        // What is left out here, as it keeps nothing from beginning, each shard says.
        var findings = await RefusedAsync(cancellationToken).ConfigureAwait(false);
        if (options.Provision == Provision.Auto && findings.Count > 0 && findings.All(finding => finding.IsAutomatic))
        {
            await ApplyAsync(cancellationToken).ConfigureAwait(false);
            findings = await RefusedAsync(cancellationToken).ConfigureAwait(false);
        }

        if (findings.Count > 0)
        {
            throw new PostgresWorkerConfigurationException(source, findings);
        }
    }

    /// <summary>Makes the store, where it may be made and nothing else stands in the way; says all that does otherwise.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">Something is missing that may not or cannot be made.</exception>
    public async Task PrepareStoreAsync(CancellationToken cancellationToken)
    {
        if (options.Provision == Provision.None || (await _schema.InspectAsync(cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            return;
        }

        var findings = await RefusedAsync(cancellationToken).ConfigureAwait(false);
        if (options.Provision != Provision.Auto || !findings.All(finding => finding.IsAutomatic))
        {
            throw new PostgresWorkerConfigurationException(source, findings);
        }

        await _schema.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Finding>> RefusedAsync(CancellationToken cancellationToken) =>
        TableInspection.Refused(await VerifyAsync(cancellationToken).ConfigureAwait(false), options.OnUnfitRow);

    private WalSourceProvisioner Of(Shard shard)
    {
        var own = options.Of(shard, source);
        var (slot, publication) = (SlotName.For(source, own), SlotName.ForPublication(source, own));
        var ownRoutes = ShardContext.RoutesOf(routes, shard);
        var ownStore = new ShardStore(store, slot);
        return new WalSourceProvisioner(
            source,
            options.ConnectionString!,
            new CheckpointedStart(
                new SlotCatalog(database, slot, publication), ownStore, ownRoutes, new SnapshotStart(database, ownStore, own, ownRoutes), ShardReading.Of(source, own, ownStore), time, logger),
            new WalProvisioner(source, own, ownRoutes, database, new StoreSchema(ownStore, logger), logger));
    }

    private async Task<IReadOnlyList<Finding>> InspectServerAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Query);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = Shard.Slots(SlotName.For(source, options), count) });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var (slots, senders, taken, own) = (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3));
        List<Finding> findings = [];
        if (count - own > slots - taken)
        {
            findings.Add(new Finding(
                "shards_slots",
                string.Create(CultureInfo.InvariantCulture, $"Shards = {count} takes {count - own} more replication slots, and {Math.Max(slots - taken, 0)} of the server's {slots} are free (max_replication_slots). While the number of shards is changed, both numbers have theirs. Drop slots that nobody needs, have fewer shards, or allow more slots, which takes a restart of the server."),
                string.Create(CultureInfo.InvariantCulture, $"ALTER SYSTEM SET max_replication_slots = {taken + count - own}")));
        }

        if (count > senders)
        {
            findings.Add(new Finding(
                "shards_senders",
                string.Create(CultureInfo.InvariantCulture, $"Shards = {count} takes as many walsenders, and the server has {senders} in all (max_wal_senders), of which standbys take theirs. Have fewer shards, or allow more, which takes a restart of the server."),
                string.Create(CultureInfo.InvariantCulture, $"ALTER SYSTEM SET max_wal_senders = {count + 5}")));
        }

        return findings;
    }

    /// <summary>The store, for a shard.</summary>
    private sealed class ShardStore(IWorkerStore store, string consumer) : IWorkerStore
    {
        public string Source => store.Source;

        public string Consumer => consumer;

        public NpgsqlDataSource Database => store.Database;

        public bool IsElsewhere => store.IsElsewhere;
    }
}
