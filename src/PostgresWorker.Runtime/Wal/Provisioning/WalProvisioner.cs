using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Rows;
using PostgresWorker.Sharding;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal.Publications;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>
/// Looks at all that a WAL source needs and lists what is missing with the SQL that mends it: <see cref="Provision.Verify"/> refuses with
/// that list, <see cref="Provision.Auto"/> runs the SQL first.
/// </summary>
internal sealed class WalProvisioner(
    string source, SourceOptions options, IReadOnlyList<ListenerRoute> routes, NpgsqlDataSource database, StoreSchema? store, ILogger logger)
{
    private const int MinVersion = 140000;

    // On RDS a role stands for the attribute.
    private const string ServerQuery =
        """
        SELECT current_setting('server_version_num')::int, current_setting('server_version'), current_setting('wal_level'), pg_catalog.pg_is_in_recovery(),
               r.rolreplication OR r.rolsuper OR EXISTS (SELECT FROM pg_catalog.pg_roles p WHERE p.rolname = 'rds_replication' AND pg_catalog.pg_has_role(p.oid, 'MEMBER')),
               r.rolname::text,
               NOT EXISTS (SELECT FROM pg_catalog.pg_replication_slots WHERE slot_name = $1)
                   AND (SELECT count(*) FROM pg_catalog.pg_replication_slots) >= current_setting('max_replication_slots')::int,
               current_setting('max_replication_slots'), current_setting('max_wal_senders')
        FROM pg_catalog.pg_roles r WHERE r.rolname = current_user
        """;

    private readonly PublicationCatalog _catalog = new(database, SlotName.ForPublication(source, options));
    private readonly PublicationInspection _publication = new(SlotName.ForPublication(source, options), options.PublishColumns == PublishColumns.Needed);
    private readonly SlotInspection _slot = new(database, SlotName.For(source, options), options.Failover);
    private IReadOnlyList<Finding> _unfit = [];

    /// <summary>Brings the database to where the source can work.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">Something is missing that may not or cannot be made.</exception>
    public async Task PrepareAsync(Provision provision, bool wasUsed, CancellationToken cancellationToken)
    {
        if (provision == Provision.None)
        {
            return;
        }

        IsFilterPostponed = false;
        var findings = Refused(await InspectAsync(wasUsed, cancellationToken).ConfigureAwait(false));
        if (provision == Provision.Auto && findings.Any(IsOfFilter) && await _slot.IsActiveAsync(cancellationToken).ConfigureAwait(false))
        {
            // Who reads now may be of a release that filters otherwise, and a table has one filter only.
            IsFilterPostponed = true;
            findings = [.. findings.Where(finding => !IsOfFilter(finding))];
        }

        if (provision == Provision.Auto && findings.Count > 0 && findings.All(finding => finding.IsAutomatic))
        {
            await ApplyAsync(wasUsed, cancellationToken).ConfigureAwait(false);
            findings = [.. Refused(await InspectAsync(wasUsed, cancellationToken).ConfigureAwait(false)).Where(finding => !IsFilterPostponed || !IsOfFilter(finding))];
        }

        if (findings.Count > 0)
        {
            throw new PostgresWorkerConfigurationException(source, findings);
        }

        foreach (var unfit in _unfit)
        {
            Log.RowUnfit(logger, source, unfit.Message);
        }
    }

    /// <summary>Whether a row filter is to be made another, and was not, for another instance reads the slot. Who gets the slot nevertheless must prepare again.</summary>
    public bool IsFilterPostponed { get; private set; }

    private static bool IsOfFilter(Finding finding) => finding is { Code: PublicationInspection.FilterCode, IsAutomatic: true };

    private IReadOnlyList<Finding> Refused(IReadOnlyList<Finding> findings)
    {
        var refused = TableInspection.Refused(findings, options.OnUnfitRow);
        _unfit = [.. findings.Except(refused)];
        return refused;
    }

    /// <summary>All that is missing, in the order in which it must be mended: a slot sees only publications made before it.</summary>
    public async Task<IReadOnlyList<Finding>> InspectAsync(bool wasUsed, CancellationToken cancellationToken)
    {
        var tables = new TableCatalog(database);
        var inspection = new TableInspection(tables, new LayoutFactory(new TypeCatalog(database), tables));
        var columns = new ColumnListInspection(tables, options.PublishColumns);
        var filters = new FilterInspection(tables, new RowFilterReader(database));
        var (version, server) = await InspectServerAsync(cancellationToken).ConfigureAwait(false);
        List<Finding> findings = [.. server];
        if (await new PoolerInspection(database).InspectAsync(cancellationToken).ConfigureAwait(false) is { } pooler)
        {
            findings.Add(pooler);
        }

        if (findings.Any(finding => finding.Code == "server_version"))
        {
            // The other questions are put in a newer server's words.
            return findings;
        }

        var (needs, undivided) = await new ShardConditions(database, options.Shard).ApplyAsync(TableNeeds.Of(routes), cancellationToken).ConfigureAwait(false);
        var kinds = TableNeeds.KindsOf(needs);
        findings.AddRange(undivided);

        findings.AddRange(store is null ? [] : await store.InspectAsync(cancellationToken).ConfigureAwait(false));

        // What is published, by whoever asked for it, must have a replica identity, wanted here or not.
        var current = await _catalog.ReadAsync(cancellationToken).ConfigureAwait(false);
        var published = kinds | (current?.Published ?? ChangeKinds.None);
        List<TableNeeds> filtered = [];
        foreach (var need in needs)
        {
            var (withFilter, problem) = await filters.InspectAsync(need, version, cancellationToken).ConfigureAwait(false);
            var (withColumns, refusal) = await columns.InspectAsync(withFilter, version, published, cancellationToken).ConfigureAwait(false);
            filtered.Add(withColumns);
            findings.AddRange(new[] { problem, refusal }.OfType<Finding>().Except(findings));
            findings.AddRange((await inspection.InspectAsync(withColumns, published, cancellationToken).ConfigureAwait(false)).Select(finding => ColumnListInspection.Of(withColumns, finding)));
        }

        findings.AddRange(_publication.Inspect(filtered, kinds, current));
        findings.AddRange(await _slot.InspectAsync(wasUsed, cancellationToken).ConfigureAwait(false));
        return findings;
    }

    private async Task<(int Version, IReadOnlyList<Finding> Findings)> InspectServerAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(ServerQuery);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = SlotName.For(source, options) });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (reader.GetBoolean(3))
        {
            throw ConnectionError.Standby();
        }

        List<Finding> findings = [];
        if (reader.GetInt32(0) < MinVersion)
        {
            findings.Add(new Finding("server_version", $"The server is PostgreSQL {reader.GetString(1)}; binary logical replication needs 14 or later."));
        }
        else if (options.Shard is not null && reader.GetInt32(0) < FilterInspection.MinVersion)
        {
            findings.Add(new Finding("server_version", $"The server is PostgreSQL {reader.GetString(1)}; Shards need row filters, and so 15 or later. Leave Shards out, or upgrade the server."));
        }

        if (!reader.GetBoolean(4))
        {
            var role = reader.GetString(5);
            findings.Add(new Finding("role_replication", $"Role '{role}' may not replicate.", $"ALTER ROLE {Sql.Identifier(role)} REPLICATION"));
        }

        if (reader.GetBoolean(6))
        {
            findings.Add(new Finding(
                "slots_exhausted", $"All {reader.GetString(7)} replication slots of the server are taken (max_replication_slots), and '{SlotName.For(source, options)}' is not there yet. Drop one that nobody needs, or allow more, which takes a restart of the server."));
        }

        if (reader.GetString(8) == "0")
        {
            findings.Add(new Finding("wal_senders", "max_wal_senders is 0: the server sends no WAL to anybody. A change of it takes a restart of the server.", "ALTER SYSTEM SET max_wal_senders = 10"));
        }

        if (reader.GetString(2) != "logical")
        {
            findings.Add(new Finding("wal_level", $"wal_level is '{reader.GetString(2)}'; it must be 'logical', which takes a restart of the server.", "ALTER SYSTEM SET wal_level = 'logical'"));
        }

        return (reader.GetInt32(0), findings);
    }

    /// <summary>Makes what is missing, where all of it can be made so.</summary>
    public async Task ApplyAsync(bool wasUsed, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);

        // One instance at a time, and each looks again when its turn has come.
        await ExecuteAsync(connection, $"SELECT pg_catalog.pg_advisory_lock(pg_catalog.hashtextextended({Sql.Literal($"postgres_worker {source}")}, 0))", cancellationToken).ConfigureAwait(false);
        try
        {
            await ApplyAsync(connection, wasUsed, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The pool resets a connection when somebody takes it next, which may be long after.
            await UnlockAsync(connection).ConfigureAwait(false);
        }
    }

    private static async Task UnlockAsync(NpgsqlConnection connection)
    {
        if (connection.State == System.Data.ConnectionState.Open)
        {
            await ExecuteAsync(connection, "SELECT pg_catalog.pg_advisory_unlock_all()", CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task ApplyAsync(NpgsqlConnection connection, bool wasUsed, CancellationToken cancellationToken)
    {
        var findings = await InspectAsync(wasUsed, cancellationToken).ConfigureAwait(false);
        if (findings.Any(finding => finding.Code == StoreSchema.MissingCode))
        {
            await store!.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var finding in findings.Where(finding => finding.Code is not (StoreSchema.MissingCode or TableInspection.UnfitCode) && !(IsFilterPostponed && IsOfFilter(finding))))
        {
            // ALTER TABLE queues everybody behind it while it waits: better to give up and try again. A new slot waits for every open
            // transaction of the cluster and blocks nobody.
            await ExecuteAsync(connection, finding.Code == "slot_missing" ? "RESET lock_timeout" : "SET lock_timeout = '10s'", cancellationToken).ConfigureAwait(false);
            await RunAsync(connection, finding, cancellationToken).ConfigureAwait(false);
            Log.Provisioned(logger, source, finding.Sql!);
        }
    }

    private async Task RunAsync(NpgsqlConnection connection, Finding finding, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, finding.Sql!, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.InvalidObjectDefinition)
        {
            // A row filter takes only some of what a condition may be elsewhere, such as immutable functions, and the server knows which.
            throw new PostgresWorkerConfigurationException(source, [finding with { Message = $"{finding.Message} The server refuses to mend it: {e.MessageText}." }]);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
