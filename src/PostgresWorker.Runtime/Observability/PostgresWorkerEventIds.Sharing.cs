namespace PostgresWorker;

/// <content>Outboxes, and instances that share a source.</content>
public static partial class PostgresWorkerEventIds
{
    /// <summary>The source reads an outbox.</summary>
    public const int OutboxRead = 1600;

    /// <summary>Notifications of the outbox's triggers can't be heard; it is looked at every so often, and listening is tried again.</summary>
    public const int NotListening = 1601;

    /// <summary>A segment of the outbox was empty and was truncated.</summary>
    public const int SegmentTruncated = 1602;

    /// <summary>What keeps the outbox tidy failed; it is tried again.</summary>
    public const int UpkeepFailed = 1603;

    /// <summary>Triggers of the outbox are not as they should be.</summary>
    public const int OutboxDrifted = 1604;

    /// <summary>A captured table is missing, or renamed; its changes wait.</summary>
    public const int CaptureMissing = 1605;

    /// <summary>This instance joined those that share an outbox.</summary>
    public const int InstanceJoined = 1700;

    /// <summary>An instance that was not heard of for its lease was removed; its lanes are free.</summary>
    public const int InstanceRemoved = 1701;

    /// <summary>Lanes were taken.</summary>
    public const int LanesTaken = 1702;

    /// <summary>Lanes were given up, for others to take.</summary>
    public const int LanesGivenUp = 1703;

    /// <summary>This instance's lease could not be renewed; it is tried again until it runs out.</summary>
    public const int LeaseNotRenewed = 1704;

    /// <summary>An instance that ends could not remove itself: others do when its lease has run out.</summary>
    public const int InstanceNotRemoved = 1705;

    /// <summary>This instance begins to read a shard of its source.</summary>
    public const int ShardTaken = 1710;

    /// <summary>This instance reads a shard no more: others share the source, or one of them has it.</summary>
    public const int ShardGivenUp = 1711;

    /// <summary>The source runs with another number of shards, and this instance waits until nobody does any more.</summary>
    public const int ShardsStandby = 1712;

    /// <summary>The number of a source's shards is being changed by this instance.</summary>
    public const int ShardsChanging = 1713;

    /// <summary>It is decided up to where the shards of the number before are read, and behind which position those of the next go on.</summary>
    public const int ShardsHandOver = 1714;

    /// <summary>The number of a source's shards was changed.</summary>
    public const int ShardsChanged = 1715;

    /// <summary>A change of the number of a source's shards was begun, and is given up; nothing was delivered by it.</summary>
    public const int ShardsUndone = 1716;

    /// <summary>A slot or publication of another number of shards could not be dropped; the server keeps WAL for the slot.</summary>
    public const int ShardRestKept = 1717;

    /// <summary>This instance could not tell the others that it is there; it goes on with the shards that it has.</summary>
    public const int ShardsNotShared = 1718;
}
