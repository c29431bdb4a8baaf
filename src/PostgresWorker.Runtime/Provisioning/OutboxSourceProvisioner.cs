using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Store;

namespace PostgresWorker.Provisioning;

/// <summary>Triggers, outbox and schema of a source that reads an outbox.</summary>
internal sealed class OutboxSourceProvisioner(string source, OutboxProvisioner provisioner, StoreSchema schema) : ISourceProvisioner
{
    /// <inheritdoc />
    public async Task<ProvisioningPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var missing = await schema.InspectAsync(cancellationToken).ConfigureAwait(false);
        var plan = await provisioner.PlanAsync(cancellationToken).ConfigureAwait(false);
        return new ProvisioningPlan(
            source,
            [
                .. missing.Where(finding => finding.IsAutomatic).Select(finding => new ProvisioningStep(finding.Code, finding.Message, finding.Sql!, finding.Lock)),
                .. plan.Steps.Select(step => new ProvisioningStep(step.Code, step.What, step.Script, step.Lock)),
            ],
            [.. missing.Where(finding => !finding.IsAutomatic), .. plan.Problems]);
    }

    /// <inheritdoc />
    public Task ApplyAsync(CancellationToken cancellationToken) => provisioner.ApplyAsync(cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<Finding>> VerifyAsync(CancellationToken cancellationToken) => provisioner.VerifyAsync(cancellationToken);
}
