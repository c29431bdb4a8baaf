using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Store;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>
/// Makes, checks and removes a source's outbox. Everything begins with a plan: <see cref="Provision.Verify"/> refuses with what is in it, <see cref="Provision.Auto"/> applies it.
/// </summary>
/// <param name="source">The source's name.</param>
/// <param name="definition">Its outbox.</param>
/// <param name="routes">Its listeners.</param>
/// <param name="database">The source's database, where the outbox is: triggers write nowhere else.</param>
/// <param name="store">Schema <c>postgres_worker</c> of the same database.</param>
/// <param name="time">What waits before a lock is asked for again.</param>
/// <param name="logger">Where to say what was run.</param>
internal sealed class OutboxProvisioner(
    string source, OutboxDefinition definition, IReadOnlyList<ListenerRoute> routes, NpgsqlDataSource database, StoreSchema store, TimeProvider time, ILogger logger)
{
    // For a lock that was not to be had: twenty times two seconds, with pauses in which those go on who waited behind.
    private const int MaxAttempts = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly OutboxNames _names = new(definition.Consumer);
    private readonly OutboxPlanner _planner = new(definition, routes, database);

    /// <summary>Brings the database to where the source can work.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">Something is missing that may not or cannot be made.</exception>
    public async Task PrepareAsync(Provision provision, CancellationToken cancellationToken)
    {
        if (provision == Provision.None)
        {
            return;
        }

        if (provision == Provision.Auto)
        {
            await ApplyAsync(cancellationToken).ConfigureAwait(false);
        }

        var findings = await VerifyAsync(cancellationToken).ConfigureAwait(false);
        if (findings.Count > 0)
        {
            throw new PostgresWorkerConfigurationException(source, findings);
        }
    }

    /// <summary>What is to be done beside the schema's migrations.</summary>
    public Task<OutboxPlan> PlanAsync(CancellationToken cancellationToken) => _planner.PlanAsync(cancellationToken);

    /// <summary>All that keeps the source from working, in the order in which it must be mended.</summary>
    public async Task<IReadOnlyList<Finding>> VerifyAsync(CancellationToken cancellationToken)
    {
        var schema = await store.InspectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var findings = (await PlanAsync(cancellationToken).ConfigureAwait(false)).Findings;
            var isThere = schema.All(finding => finding.Code != StoreSchema.MissingCode) && findings.All(finding => finding.Code != "outbox_missing");
            return isThere ? Distinct([.. schema, .. findings, .. await RightsAsync(cancellationToken).ConfigureAwait(false)]) : [.. schema, .. findings];
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return Distinct([.. schema, .. await RightsAsync(cancellationToken).ConfigureAwait(false)]);
        }
    }

    /// <summary>What has become wrong since: a trigger that was dropped, disabled or replaced, a table that was made anew.</summary>
    public async Task<IReadOnlyList<Finding>> FindDriftAsync(CancellationToken cancellationToken)
    {
        var drift = (await PlanAsync(cancellationToken).ConfigureAwait(false)).Drift;

        // A newer release has begun to take our place.
        return drift.Any(finding => finding.Code == OutboxVersion.NewerCode) ? [] : drift;
    }

    /// <summary>Applies the plan, and the schema's migrations before it.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">There is something that no step mends; nothing was done then.</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        // Who has nothing to do needs no turn, nor the rights that the steps need.
        if ((await store.InspectAsync(cancellationToken).ConfigureAwait(false)).Any(finding => finding.Code == StoreSchema.MissingCode))
        {
            await store.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }

        await RunAsync(PlanAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What removes the outbox, with the changes in it.</summary>
    public Task<OutboxPlan> PlanRemovalAsync(CancellationToken cancellationToken) => OutboxRemoval.PlanAsync(database, _names, cancellationToken);

    /// <summary>Removes the outbox, with the changes in it.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">A worker that reads it is alive.</exception>
    public Task RemoveAsync(CancellationToken cancellationToken) => RunAsync(PlanRemovalAsync, cancellationToken);

    private async Task RunAsync(Func<CancellationToken, Task<OutboxPlan>> planner, CancellationToken cancellationToken)
    {
        var plan = await planner(cancellationToken).ConfigureAwait(false);
        if (plan is { Problems.Count: 0, Steps.Count: 0 })
        {
            return;
        }

        var turn = await ProvisioningTurn.TakeAsync(database, definition.Consumer, cancellationToken).ConfigureAwait(false);
        await using var _ = turn.ConfigureAwait(false);
        plan = await planner(cancellationToken).ConfigureAwait(false);
        if (plan.Problems.Count > 0)
        {
            throw new PostgresWorkerConfigurationException(source, plan.Findings);
        }

        foreach (var step in plan.Steps)
        {
            await RunAsync(step, cancellationToken).ConfigureAwait(false);
            Log.Provisioned(logger, source, step.Sql);
        }
    }

    private async Task RunAsync(OutboxStep step, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ExecuteAsync(step, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException e) when (attempt < MaxAttempts && e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ExecuteAsync(OutboxStep step, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var command = new NpgsqlCommand($"{OutboxStep.Settings};\n{step.Sql}", connection) { CommandTimeout = 60 };
        await using var ___ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task<IReadOnlyList<Finding>> RightsAsync(CancellationToken cancellationToken) => OutboxRights.InspectAsync(database, _names, cancellationToken);

    private static IReadOnlyList<Finding> Distinct(IReadOnlyList<Finding> findings) => [.. findings.Distinct()];
}
