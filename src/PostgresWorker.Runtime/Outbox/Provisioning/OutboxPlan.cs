namespace PostgresWorker.Outbox.Provisioning;

/// <summary>What is to be done to a database, in order; to be printed, or to be applied.</summary>
/// <param name="Problems">What no step mends.</param>
/// <param name="Steps">The steps.</param>
/// <param name="IsShared">Whether another release reads the same outbox: what only it needs is left.</param>
internal sealed record OutboxPlan(IReadOnlyList<Finding> Problems, IReadOnlyList<OutboxStep> Steps, bool IsShared = false)
{
    /// <summary>What keeps the source from working: all but what is only too much.</summary>
    public IReadOnlyList<Finding> Findings => [.. Problems, .. Steps.Where(step => step.Reason != StepReason.Surplus).Select(step => step.ToFinding())];

    /// <summary>
    /// What has become wrong since the source began. What another release has made to its liking is not: it and we would make it anew in turns.
    /// </summary>
    public IReadOnlyList<Finding> Drift =>
        [.. Problems, .. Steps.Where(step => step.Reason == StepReason.Missing || (step.Reason == StepReason.Different && !IsShared)).Select(step => step.ToFinding())];

    /// <summary>The steps for a DBA's hands, each with why and what it locks.</summary>
    public string ToScript() => string.Join("\n\n", Steps.Select(step => $"-- {step.What.ReplaceLineEndings(" ")}\n-- {step.Lock?.ReplaceLineEndings(" ") ?? "Takes no lock that others wait for."}\n{step.Script};"));
}
