namespace PostgresWorker;

/// <summary>What becomes of a change whose attempts are used up.</summary>
public enum OnExhausted
{
    /// <summary>It is stored whole among the dead letters, from where it can be replayed, and its key goes on.</summary>
    DeadLetter,

    /// <summary>It is stored, and all later changes of its key and listener queue durably behind it, in order, until the key is released.</summary>
    Park,

    /// <summary>The source stops, unhealthy. Nothing behind the change is confirmed, so the server keeps its WAL until somebody acts.</summary>
    Halt,
}
