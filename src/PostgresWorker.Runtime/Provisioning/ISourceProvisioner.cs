namespace PostgresWorker.Provisioning;

/// <summary>Provisions one source, in the way of its capture.</summary>
internal interface ISourceProvisioner
{
    /// <summary>What is to be done.</summary>
    Task<ProvisioningPlan> PlanAsync(CancellationToken cancellationToken);

    /// <summary>Does it; only called where nothing else is wrong.</summary>
    Task ApplyAsync(CancellationToken cancellationToken);

    /// <summary>All that is wrong.</summary>
    Task<IReadOnlyList<Finding>> VerifyAsync(CancellationToken cancellationToken);
}
