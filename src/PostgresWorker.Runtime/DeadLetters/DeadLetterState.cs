namespace PostgresWorker;

/// <summary>What is to become of a dead letter.</summary>
public enum DeadLetterState
{
    /// <summary>It is kept until somebody decides.</summary>
    Stored,

    /// <summary>It is to be delivered again, by the instance that reads the source.</summary>
    Requested,

    /// <summary>It waits for its key to be released, together with the changes before and behind it. See <see cref="IDeadLetters.ReleaseAsync"/>.</summary>
    Parked,
}
