using Microsoft.Extensions.Logging;
using PostgresWorker.Observability;
using PostgresWorker.Outbox.Provisioning;

namespace PostgresWorker.Outbox;

/// <summary>
/// Looks whether the triggers are as they should be: what is changed without them is lost, and nobody else notices. Mends what it finds where the source provisions, and says so either way, once for each finding.
/// </summary>
/// <param name="source">The source's name.</param>
/// <param name="provision">Whether it may mend.</param>
/// <param name="provisioner">Finds and mends.</param>
/// <param name="logger">Where to say it.</param>
internal sealed class DriftWatch(string source, Provision provision, OutboxProvisioner provisioner, ILogger logger)
{
    private HashSet<string> _said = [];

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var drift = await provisioner.FindDriftAsync(cancellationToken).ConfigureAwait(false);
        foreach (var finding in drift.Where(finding => !_said.Contains(finding.Message)))
        {
            Log.OutboxDrifted(logger, source, finding.Message);
        }

        _said = [.. drift.Select(finding => finding.Message)];
        if (provision == Provision.Auto && drift.Count > 0)
        {
            await provisioner.ApplyAsync(cancellationToken).ConfigureAwait(false);
            _said = [];
        }
    }
}
