namespace PostgresWorker.Delivery.Outages;

/// <summary>What the worker does around a call of a listener.</summary>
internal enum OutageStep
{
    /// <summary>It locks the keys.</summary>
    Lock,

    /// <summary>It begins the transaction, and asks what has been handled before.</summary>
    Begin,

    /// <summary>It records what is handled, and commits. Whether that happened may be unknown; the next call's beginning finds out.</summary>
    Commit,
}
