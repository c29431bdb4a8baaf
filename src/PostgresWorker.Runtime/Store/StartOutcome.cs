namespace PostgresWorker.Store;

/// <summary>How a source begins, or why not.</summary>
internal enum StartOutcome
{
    /// <summary>There is no checkpoint: it begins where the slot stands.</summary>
    Fresh,

    /// <summary>The slot stands at the checkpoint, or where only the slot can know.</summary>
    Resume,

    /// <summary>The slot stands before the checkpoint: what the server sends again is skipped.</summary>
    Skip,

    /// <summary>Changes are missing, which an operator has accepted: it begins where the slot stands.</summary>
    GapAccepted,

    /// <summary>Changes behind the checkpoint can't be had from the slot any more.</summary>
    GapDetected,

    /// <summary>The checkpoint speaks of another history of changes than this server's.</summary>
    ForeignCluster,

    /// <summary>The checkpoint speaks of changes that the server never got before it was promoted.</summary>
    HistoryForked,

    /// <summary>Something is missing that has to be made first.</summary>
    ConfigurationError,
}
