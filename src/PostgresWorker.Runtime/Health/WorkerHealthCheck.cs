using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostgresWorker.Control;

namespace PostgresWorker.Health;

/// <summary>Whether the worker's loops move. That a database is away, or a source halted, is no reason to end a process.</summary>
/// <param name="sources">The sources.</param>
internal sealed class WorkerHealthCheck(IReadOnlyList<SourceControl> sources) : IHealthCheck
{
    // Longer than any of them waits for a server that does not answer.
    internal static readonly TimeSpan StandsStillAfter = TimeSpan.FromMinutes(2);

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        List<string> still = [];
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            data[source.Name] = source.State.ToString();
            foreach (var part in source.Shards.Append(source))
            {
                if (part.Telemetry.Beats.Slowest is { } slowest && slowest.Age >= StandsStillAfter)
                {
                    still.Add(string.Create(
                        CultureInfo.InvariantCulture, $"The {slowest.Loop} loop of source '{source.Name}'{(part.Shard is { } shard ? $", shard {shard}," : "")} has not moved for {slowest.Age.TotalSeconds:F0} s."));
                }
            }
        }

        return Task.FromResult(new HealthCheckResult(
            still.Count == 0 ? HealthStatus.Healthy : context.Registration.FailureStatus, still.Count == 0 ? "All loops move." : string.Join(' ', still), exception: null, data));
    }
}
