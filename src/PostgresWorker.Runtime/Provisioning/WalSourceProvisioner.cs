using Npgsql;
using PostgresWorker.Wal;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Provisioning;

/// <summary>Slot, publication, replica identities and schema of a source that reads the WAL.</summary>
/// <param name="source">The source's name.</param>
/// <param name="connectionString">Where it connects to.</param>
/// <param name="start">Knows whether the slot may be made anew; null where there is no checkpoint.</param>
/// <param name="provisioner">Finds and mends the rest.</param>
internal sealed class WalSourceProvisioner(string source, string connectionString, CheckpointedStart? start, WalProvisioner provisioner) : ISourceProvisioner
{
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
    public Task ApplyAsync(CancellationToken cancellationToken) => provisioner.ApplyAsync(wasUsed: false, cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyList<Finding>> VerifyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await InspectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (PoolerInspection.Explain(e, connectionString) is { } pooler)
        {
            return [pooler];
        }
    }

    private async Task<IReadOnlyList<Finding>> InspectAsync(CancellationToken cancellationToken)
    {
        var refusal = start is null ? null : await start.FindRefusalAsync(cancellationToken).ConfigureAwait(false);
        var findings = await provisioner.InspectAsync(wasUsed: false, cancellationToken).ConfigureAwait(false);

        // A slot that is gone, or lost, is one thing where a checkpoint says that it was there.
        return refusal is null ? findings : [.. refusal.Findings, .. findings.Where(finding => finding.Code is not ("slot_missing" or "slot_lost"))];
    }
}
