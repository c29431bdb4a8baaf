namespace PostgresWorker;

/// <summary>How far a snapshot is.</summary>
public enum SnapshotState
{
    /// <summary>It was asked for; the instance that reads the source begins it when those before it have ended.</summary>
    Requested,

    /// <summary>Rows are read and delivered.</summary>
    Running,

    /// <summary>All rows were delivered: handled, parked or put aside as dead letters.</summary>
    Done,

    /// <summary>It could not go on; <see cref="SnapshotStatus.Error"/> says why. Rows that were delivered stay so, the others are not.</summary>
    Failed,

    /// <summary>Somebody ended it.</summary>
    Cancelled,
}
