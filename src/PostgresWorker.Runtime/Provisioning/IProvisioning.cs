namespace PostgresWorker;

/// <summary>
/// Makes, checks and prints what sources need in their databases, apart from running them: for tools, for deployments that do it before they start the application, and for DBAs. It is a service of every application that
/// adds PostgresWorker, running or not, and does the same as the source at its start (<see cref="SourceOptions.Provision"/>).
/// </summary>
public interface IProvisioning
{
    /// <summary>What is to be done for a source, in order, and what nothing mends. Changes nothing.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ArgumentException">There is no such source.</exception>
    Task<ProvisioningPlan> PlanAsync(string source = PostgresListenerAttribute.DefaultSource, CancellationToken cancellationToken = default);

    /// <summary>Does it, whatever <see cref="SourceOptions.Provision"/> says. Where nothing is to be done, nothing is; whoever else is at it takes turns.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="cancellationToken">Cancels it, between two steps.</param>
    /// <returns>What there was to do.</returns>
    /// <exception cref="ArgumentException">There is no such source.</exception>
    /// <exception cref="PostgresWorkerConfigurationException">There are <see cref="ProvisioningPlan.Problems"/>; nothing was done.</exception>
    Task<ProvisioningPlan> ApplyAsync(string source = PostgresListenerAttribute.DefaultSource, CancellationToken cancellationToken = default);

    /// <summary>All that keeps a source from working, each with its code and, where one statement mends it, that. Changes nothing.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The findings, in the order in which they must be mended; none where the source can begin.</returns>
    /// <exception cref="ArgumentException">There is no such source.</exception>
    Task<IReadOnlyList<Finding>> VerifyAsync(string source = PostgresListenerAttribute.DefaultSource, CancellationToken cancellationToken = default);

    /// <summary>The plan as a script for psql; the same as <see cref="ProvisioningPlan.ToScript"/>.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ArgumentException">There is no such source.</exception>
    Task<string> ScriptAsync(string source = PostgresListenerAttribute.DefaultSource, CancellationToken cancellationToken = default);
}
