namespace PostgresWorker;

/// <summary>What is to be done to a database for a source.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Steps">The steps, in the order in which they must be done.</param>
/// <param name="Problems">What no step mends; while there are any, <see cref="IProvisioning.ApplyAsync"/> does nothing.</param>
public sealed record ProvisioningPlan(string Source, IReadOnlyList<ProvisioningStep> Steps, IReadOnlyList<Finding> Problems)
{
    /// <summary>Whether there is nothing to do and nothing wrong.</summary>
    public bool IsEmpty => Steps.Count == 0 && Problems.Count == 0;

    /// <summary>The steps as a script for psql, each with why and what it locks. Problems are comments at its beginning.</summary>
    public string ToScript() => string.Join(
        "\n\n",
        [
            .. Problems.Select(problem => $"-- Not mended by this script: {Comment(problem.ToString())}"),
            .. Steps.Select(step => $"-- {Comment(step.What)}\n-- {Comment(step.Lock ?? "Takes no lock that others wait for.")}\n{step.Sql};"),
        ]);

    private static string Comment(string text) => text.ReplaceLineEndings("\n-- ");
}
