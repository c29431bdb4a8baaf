namespace PostgresWorker;

/// <summary>What a source's halt means for the application.</summary>
public enum WhenHalted
{
    /// <summary>The other sources stop in order, and the host with them: whoever runs it sees it end, and may start it again.</summary>
    StopHost,

    /// <summary>The other sources and the host go on. The source stays <see cref="SourceState.Halted"/> and <see cref="SourceHealth.Unhealthy"/> until the process is started again.</summary>
    StayUnhealthy,
}
