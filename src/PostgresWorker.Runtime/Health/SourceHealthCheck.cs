using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostgresWorker.Control;

namespace PostgresWorker.Health;

/// <summary>How one source is, from memory.</summary>
/// <param name="control">The source.</param>
internal sealed class SourceHealthCheck(SourceControl control) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!control.HasListeners)
        {
            return Task.FromResult(HealthCheckResult.Healthy($"Source '{control.Name}' has no listeners and stays idle."));
        }

        var status = control.Status;
        var health = status.Health switch
        {
            SourceHealth.Healthy => HealthStatus.Healthy,
            SourceHealth.Degraded => HealthStatus.Degraded,
            _ => context.Registration.FailureStatus,
        };

        // The error's message may have what a row or a connection string has; it is in the log.
        return Task.FromResult(new HealthCheckResult(health, Describe(status), exception: null, Data(status)));
    }

    private static string Describe(SourceStatus status)
    {
        var state = string.Create(CultureInfo.InvariantCulture, $"Source '{status.Source}' is {status.State} since {status.Since:u}.");
        return status.Problems.Count == 0 ? state : $"{state} {string.Join(' ', status.Problems)}";
    }

    private Dictionary<string, object> Data(SourceStatus status)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["state"] = status.State.ToString(),
            ["since"] = status.Since,
            ["handled"] = status.Handled.ToString(),
            ["is_paused"] = status.IsPaused,
            ["paused_listeners"] = status.PausedListeners,
            ["in_flight"] = status.InFlight,
        };
        Add("error", status.Error?.GetType().FullName);
        Add("lag_seconds", status.Lag?.TotalSeconds);
        if (status.Shards.Count > 0)
        {
            data["shards"] = status.Shards;
            return data;
        }

        var figures = control.Telemetry.Figures;
        Add("unconfirmed_bytes", figures?.Unconfirmed);
        Add("retained_bytes", figures?.Retained);
        Add("wal_status", figures?.WalStatus);
        Add("safe_wal_bytes", figures?.SafeWal);
        Add("dead_letters", figures?.DeadLetters);
        Add("parked", figures?.Parked);
        Add("outbox_pending", figures?.Pending);
        return data;

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                data[name] = value;
            }
        }
    }
}
