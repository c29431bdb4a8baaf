using PostgresWorker.Sources;

namespace PostgresWorker.Tests.Hosting;

public sealed class SourceOptionsValidatorTests
{
    private const string Path = "PostgresWorker:Sources:shop:";

    /// <summary>What is set, and the whole message that it must give.</summary>
    private static readonly (Action<SourceOptions> Set, string Message)[] Wrong =
    [
        (options => options.ConnectionString = null, $"{Path}ConnectionString and ConnectionStrings:shop are both empty; give one of them."),
        (options => options.ConnectionString = " ", $"{Path}ConnectionString and ConnectionStrings:shop are both empty; give one of them."),
        (options => (options.ConnectionString, options.PasswordProvider) = ("Host=a;Password=b", (_, _) => new("c")), $"{Path}ConnectionString (or ConnectionStrings:shop) has a password, and PasswordProvider is set; leave one of them out."),
        (options => options.Slot = "My Slot", $"{Path}Slot is 'My Slot'; a slot's name is 1 to 63 of a-z, 0-9 and _."),
        (options => options.Slot = "slot\n", $"{Path}Slot is 'slot\n'; a slot's name is 1 to 63 of a-z, 0-9 and _."),
        (options => options.Publication = "", $"{Path}Publication is ''; Postgres would cut it: a name is 1 to 63 bytes of UTF-8."),
        (options => options.Publication = new string('ü', 32), $"{Path}Publication is '{new string('ü', 32)}'; Postgres would cut it: a name is 1 to 63 bytes of UTF-8."),
        (options => options.StoreConnectionString = " ", $"{Path}StoreConnectionString is malformed: it is empty; leave it out to use the source's database."),
        (options => options.Checkpoint = (Checkpoint)7, $"{Path}Checkpoint is 7; it must be Table or SlotOnly."),
        (options => options.PollInterval = TimeSpan.FromMinutes(2), $"{Path}PollInterval is 00:02:00; it must be from 00:00:00.0100000 to 00:01:00."),
        (options => options.LeaseDuration = TimeSpan.FromSeconds(1), $"{Path}LeaseDuration is 00:00:01; it must be from 00:00:02 to 00:10:00."),
        (options => options.TriggerCheckInterval = TimeSpan.FromHours(2), $"{Path}TriggerCheckInterval is 02:00:00; it must be from 00:00:01 to 01:00:00."),
        (options => options.StartFrom = (StartFrom)3, $"{Path}StartFrom is 3; it is one of Now, Snapshot, Lsn."),
        (options => (options.StartFrom, options.Checkpoint) = (StartFrom.Snapshot, Checkpoint.SlotOnly), $"{Path}StartFrom is Snapshot; that needs Checkpoint Table. Leave it out."),
        (options => (options.StartFrom, options.StartFromLsn, options.Capture) = (StartFrom.Lsn, "0/1", Capture.Outbox), $"{Path}StartFrom is Lsn; an outbox has no positions but what is in it. Leave it out, or say Snapshot."),
        (options => options.StartFrom = StartFrom.Lsn, $"{Path}StartFromLsn is not given; with StartFrom Lsn it is the position, such as 0/16B3748."),
        (options => options.StartFromLsn = "0/1", $"{Path}StartFromLsn is '0/1'; it is a position such as 0/16B3748, and given with StartFrom Lsn only."),
        (options => (options.StartFrom, options.StartFromLsn) = (StartFrom.Lsn, "yesterday"), $"{Path}StartFromLsn is 'yesterday'; it is a position such as 0/16B3748, and given with StartFrom Lsn only."),
        (options => options.CheckpointInterval = TimeSpan.FromMilliseconds(9), $"{Path}CheckpointInterval is 00:00:00.0090000; it must be from 00:00:00.0100000 to 00:00:10."),
        (options => options.MaxConcurrency = 0, $"{Path}MaxConcurrency is 0; it must be from 1 to 1024."),
        (options => options.MaxConcurrency = 1025, $"{Path}MaxConcurrency is 1025; it must be from 1 to 1024."),
        (options => options.Ordering = (Ordering)3, $"{Path}Ordering is 3; it is one of PerKey, PerTable, None."),
        (options => options.MaxInFlightChanges = 0, $"{Path}MaxInFlightChanges is 0; it must be from 1 to 1000000."),
        (options => options.MaxInFlightChanges = 1_000_001, $"{Path}MaxInFlightChanges is 1000001; it must be from 1 to 1000000."),
        (options => options.MaxChangeBytes = 1_048_575, $"{Path}MaxChangeBytes is 1048575; it must be from 1048576 to 2147483591."),
        (options => options.MaxChangeBytes = 2_147_483_592, $"{Path}MaxChangeBytes is 2147483592; it must be from 1048576 to 2147483591."),
        (options => options.MaxParallelSnapshots = 0, $"{Path}MaxParallelSnapshots is 0; it must be from 1 to 32."),
        (options => options.MaxParallelSnapshots = 33, $"{Path}MaxParallelSnapshots is 33; it must be from 1 to 32."),
        (options => options.MaxInFlightBytes = 1_048_575, $"{Path}MaxInFlightBytes is 1048575; it must be from 1048576 to 1099511627776."),
        (options => options.MaxAttempts = 0, $"{Path}MaxAttempts is 0; it must be from 1 to 100000."),
        (options => options.MaxParkedChanges = -1, $"{Path}MaxParkedChanges is -1; it must be from 0 to 2147483647."),
        (options => options.OnExhausted = (OnExhausted)3, $"{Path}OnExhausted is 3; it is one of DeadLetter, Park, Halt."),
        (options => options.WalSenderTimeout = TimeSpan.Zero, $"{Path}WalSenderTimeout is 00:00:00; it must be from 00:00:01 to 1.00:00:00."),
        (options => options.HandlerTimeout = TimeSpan.Zero, $"{Path}HandlerTimeout is 00:00:00; it must be from 00:00:00.0010000 to 1.00:00:00."),
        (options => options.RetryOn<IOException>(maxAttempts: 100_001), $"{Path}RetryOn<IOException> maxAttempts is 100001; it must be from 1 to 100000."),
        (options => options.RetryOn<IOException>(minDelay: TimeSpan.Zero), $"{Path}RetryOn<IOException> minDelay is 00:00:00; it must be from 00:00:00.0010000 to 1.00:00:00."),
        (options => options.RetryOn<IOException>(minDelay: TimeSpan.FromSeconds(2), maxDelay: TimeSpan.FromSeconds(1)), $"{Path}RetryOn<IOException> maxDelay is 00:00:01; it must be from 00:00:02 to 1.00:00:00."),
        (options => options.RetryOn<IOException>(onExhausted: (OnExhausted)(-1)), $"{Path}RetryOn<IOException> onExhausted is -1; it is one of DeadLetter, Park, Halt."),
        (options => options.MinRetryDelay = TimeSpan.Zero, $"{Path}MinRetryDelay is 00:00:00; it must be from 00:00:00.0010000 to 1.00:00:00."),
        (options => options.MaxRetryDelay = TimeSpan.FromMilliseconds(100), $"{Path}MaxRetryDelay is 00:00:00.1000000; it must be from 00:00:00.2000000 to 1.00:00:00."),
        (options => options.MaxRetryDelay = TimeSpan.FromDays(2), $"{Path}MaxRetryDelay is 2.00:00:00; it must be from 00:00:00.2000000 to 1.00:00:00."),
        (options => options.MinReconnectInterval = TimeSpan.FromTicks(1), $"{Path}MinReconnectInterval is 00:00:00.0000001; it must be from 00:00:00.0010000 to 1.00:00:00."),
        (options => options.MaxReconnectInterval = TimeSpan.FromSeconds(-1), $"{Path}MaxReconnectInterval is -00:00:01; it must be from 00:00:00.5000000 to 1.00:00:00."),
        (options => options.DrainTimeout = TimeSpan.FromTicks(-1), $"{Path}DrainTimeout is -00:00:00.0000001; it must be from 00:00:00 to 1.00:00:00."),
        (options => options.DrainTimeout = TimeSpan.FromHours(25), $"{Path}DrainTimeout is 1.01:00:00; it must be from 00:00:00 to 1.00:00:00."),
        (options => options.DegradedLag = TimeSpan.FromMilliseconds(999), $"{Path}DegradedLag is 00:00:00.9990000; it must be from 00:00:01 to 1.00:00:00."),
        (options => options.DegradedWalShare = 1.1, $"{Path}DegradedWalShare is 1.1; it must be from 0.01 to 1."),
        (options => options.DegradedWalShare = double.NaN, $"{Path}DegradedWalShare is NaN; it must be from 0.01 to 1."),
        (options => options.DegradedWalBytes = 1_048_575, $"{Path}DegradedWalBytes is 1048575; it must be from 1048576 to 9223372036854775807."),
        (options => options.DegradedDeadLetters = -1, $"{Path}DegradedDeadLetters is -1; it must be from 0 to 2147483647."),
        (options => options.OnUnfitRow = (OnUnfitRow)2, $"{Path}OnUnfitRow is 2; it is one of Halt, DeadLetter."),
        (options => (options.OnUnfitRow, options.Checkpoint) = (OnUnfitRow.DeadLetter, Checkpoint.SlotOnly), $"{Path}OnUnfitRow is DeadLetter; with Checkpoint SlotOnly nothing is written to the database. Leave it out, or say Checkpoint Table."),
        (options => options.PublishColumns = (PublishColumns)2, $"{Path}PublishColumns is 2; it is one of All, Needed."),
        (options => (options.PublishColumns, options.Capture) = (PublishColumns.Needed, Capture.Outbox), $"{Path}PublishColumns is Needed; with Capture Outbox there is no publication. Leave it out."),
        (options => options.OnSlotLost = (OnSlotLost)2, $"{Path}OnSlotLost is 2; it is one of Halt, Resnapshot."),
        (options => (options.OnSlotLost, options.Capture) = (OnSlotLost.Resnapshot, Capture.Outbox), $"{Path}OnSlotLost is Resnapshot; that needs Capture Wal and Checkpoint Table. Leave it out."),
        (options => (options.OnSlotLost, options.Checkpoint) = (OnSlotLost.Resnapshot, Checkpoint.SlotOnly), $"{Path}OnSlotLost is Resnapshot; that needs Capture Wal and Checkpoint Table. Leave it out."),
        (options => options.Shards = 0, $"{Path}Shards is 0; it must be from 1 to 64."),
        (options => options.Shards = 65, $"{Path}Shards is 65; it must be from 1 to 64."),
        (options => (options.Shards, options.Capture) = (2, Capture.Outbox), $"{Path}Shards is 2; that needs Capture Wal and Checkpoint Table. Leave it out; instances share an outbox without it."),
        (options => (options.Shards, options.Checkpoint) = (2, Checkpoint.SlotOnly), $"{Path}Shards is 2; that needs Capture Wal and Checkpoint Table. Leave it out; instances share an outbox without it."),
        (options => (options.Shards, options.OnSlotLost) = (2, OnSlotLost.Resnapshot), $"{Path}Shards is 2 and OnSlotLost is Resnapshot; of several slots one may be lost and the others not. Use Halt, or one shard."),
        (options => (options.Shards, options.Ordering) = (2, Ordering.PerTable), $"{Path}Shards is 2 and Ordering is PerTable; the changes of a table are divided by their keys, and only those of a key are in order. Use PerKey, or one shard."),
        (options => (options.Shards, options.Slot) = (4, new string('s', 57)), $"{Path}Slot is '{new string('s', 57)}'; with Shards each has a slot with _1of4 and so on behind it, so it is at most 56 characters long."),
        (options => (options.Shards, options.Publication) = (4, new string('p', 57)), $"{Path}Publication is '{new string('p', 57)}'; with Shards each has one with _1of4 and so on behind it, so it is at most 56 bytes of UTF-8."),
        (options => options.StatusInterval = TimeSpan.FromMinutes(2), $"{Path}StatusInterval is 00:02:00; it must be from 00:00:00.1000000 to 00:01:00."),
    ];

    public static TheoryData<int> Each => [.. Enumerable.Range(0, Wrong.Length)];

    [Theory]
    [MemberData(nameof(Each))]
    public void Each_option_names_its_path_its_value_and_its_range(int index)
    {
        var options = new SourceOptions { ConnectionString = "Host=a" };
        Wrong[index].Set(options);
        Assert.Equal([Wrong[index].Message], Validate(options));
    }

    [Fact]
    public void Defaults_are_valid() => Assert.Empty(Validate(new SourceOptions { ConnectionString = "Host=a" }));

    [Fact]
    public void Both_ends_of_a_range_are_valid()
    {
        var day = TimeSpan.FromDays(1);
        Assert.Empty(Validate(new SourceOptions { ConnectionString = "Host=a", MaxConcurrency = 1, MaxInFlightChanges = 1, MaxInFlightBytes = 1 << 20, DrainTimeout = TimeSpan.Zero, MinRetryDelay = TimeSpan.FromMilliseconds(1), HandlerTimeout = Timeout.InfiniteTimeSpan, MaxAttempts = 1 }));
        Assert.Empty(Validate(new SourceOptions { ConnectionString = "Host=a", MaxConcurrency = 1024, MaxInFlightChanges = 1_000_000, MaxInFlightBytes = 1L << 40, DrainTimeout = day, MinRetryDelay = day, MaxRetryDelay = day, HandlerTimeout = day, MaxAttempts = 100_000 }));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        Assert.Equal(3, Validate(new SourceOptions { MaxConcurrency = 0, MaxInFlightChanges = 0 }).Count);

    private static List<string> Validate(SourceOptions options) =>
        [.. new SourceOptionsValidator().Validate("shop", options).Failures ?? []];
}
