namespace PostgresWorker.FailPoints;

/// <summary>A step of a change's walk at which a process can be made to end, to wait or to fail.</summary>
internal enum FailPoint
{
    /// <summary>A listener is about to be called.</summary>
    BeforeHandler,

    /// <summary>A listener has succeeded, and nothing knows of it yet.</summary>
    AfterHandler,

    /// <summary>What a listener did in its transaction is recorded there, and not committed.</summary>
    BeforeCommit,

    /// <summary>A listener's transaction is committed, and the change not finished.</summary>
    AfterCommit,

    /// <summary>A change is about to be stored as a dead letter.</summary>
    BeforeLetter,

    /// <summary>A dead letter is stored, and its change not finished.</summary>
    AfterLetter,

    /// <summary>Everything up to a position is finished, and the checkpoint about to say so.</summary>
    BeforeCheckpoint,

    /// <summary>The checkpoint is written, and the server not told.</summary>
    AfterCheckpoint,

    /// <summary>Finished changes are about to be deleted from the outbox.</summary>
    BeforeDeletion,

    /// <summary>They are deleted, and nothing knows of it yet.</summary>
    AfterDeletion,

    /// <summary>Rows of a snapshot are read, and not handed out.</summary>
    InChunk,

    /// <summary>Rows of a snapshot are handed out, and how far that is not written.</summary>
    AfterChunk,

    /// <summary>A lease is about to be renewed.</summary>
    InRenewal,
}
