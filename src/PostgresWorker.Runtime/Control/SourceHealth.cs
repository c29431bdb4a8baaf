namespace PostgresWorker;

/// <summary>Whether a source does its work.</summary>
public enum SourceHealth
{
    /// <summary>It does, or stands by to.</summary>
    Healthy,

    /// <summary>It starts or has lost its connection, and that may pass; or it works, and something may do harm later: see <see cref="SourceStatus.Problems"/>.</summary>
    Degraded,

    /// <summary>It has halted, or has been without a connection for longer than <see cref="SourceOptions.UnhealthyAfter"/>.</summary>
    Unhealthy,
}
