namespace PostgresWorker;

/// <summary>What a source is doing.</summary>
public enum SourceState
{
    /// <summary>It has not been connected yet.</summary>
    Starting,

    /// <summary>It reads changes and delivers them.</summary>
    Running,

    /// <summary>Another instance reads its slot; it takes over when that ends.</summary>
    Standby,

    /// <summary>The connection was lost or could not be made, and is tried again.</summary>
    Reconnecting,

    /// <summary>It stopped because of something that waiting does not mend.</summary>
    Halted,

    /// <summary>It stopped with the host.</summary>
    Stopped,
}
