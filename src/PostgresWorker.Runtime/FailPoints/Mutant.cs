namespace PostgresWorker.FailPoints;

/// <summary>A mistake that could have been made, by which it is shown that the torture would find it.</summary>
internal enum Mutant
{
    /// <summary>Everything is as it should be.</summary>
    None,

    /// <summary>A transaction is finished when it was read, whatever its listeners do.</summary>
    AcknowledgesUnhandled,

    /// <summary>The beginning of a commit record is confirmed, and not its end.</summary>
    ConfirmsCommitRecord,

    /// <summary>What has no later position than a change before it is taken for a repetition.</summary>
    DropsByChangeLsn,

    /// <summary>Nothing that is written asks whether another instance is active.</summary>
    HasNoFence,

    /// <summary>Changes of an outbox are delivered in the order in which their transactions began.</summary>
    OrdersByTransaction,

    /// <summary>An outbox is read behind the highest number seen.</summary>
    ReadsByCursor,
}
