using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using PostgresWorker.Observability;
using PostgresWorker.Observability.Warnings;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Observability;

public sealed partial class EventIdTests
{
    /// <summary>Alerts hang on these: an id is never changed or given anew, only added.</summary>
    private static readonly Dictionary<string, int> Pinned = new(StringComparer.Ordinal)
    {
        ["SourceStarting"] = 1000,
        ["SourceWithoutListeners"] = 1001,
        ["SourceStopped"] = 1002,
        ["SourceHalted"] = 1003,
        ["DrainTimedOut"] = 1004,
        ["SourceSummary"] = 1005,
        ["FiguresNotRead"] = 1006,
        ["OptionReloaded"] = 1007,
        ["OptionNotReloaded"] = 1008,
        ["OptionsRefused"] = 1009,
        ["SourceLeft"] = 1010,
        ["Streaming"] = 1100,
        ["Standby"] = 1101,
        ["ConnectionFailed"] = 1102,
        ["Provisioned"] = 1103,
        ["Confirmed"] = 1104,
        ["LastConfirmationFailed"] = 1105,
        ["TextMode"] = 1106,
        ["PublicationIncomplete"] = 1107,
        ["PublicationGap"] = 1108,
        ["PublicationNotSeen"] = 1109,
        ["CheckpointBegun"] = 1110,
        ["CheckpointResumed"] = 1111,
        ["ResentSkipped"] = 1112,
        ["GapAccepted"] = 1113,
        ["EpochLost"] = 1114,
        ["StoreMigrated"] = 1115,
        ["HandledBefore"] = 1116,
        ["HandledNotPruned"] = 1117,
        ["PoolTooSmall"] = 1118,
        ["CheckpointNotWritten"] = 1119,
        ["PublicationFilterChanged"] = 1120,
        ["PublicationNewer"] = 1121,
        ["TransactionSkipped"] = 1122,
        ["SkipCameLate"] = 1123,
        ["PublicationColumnsChanged"] = 1124,
        ["SlotResnapshot"] = 1125,
        ["LayoutBound"] = 1200,
        ["RowUnfit"] = 1201,
        ["Handled"] = 1300,
        ["BatchSplit"] = 1310,
        ["ListenerStuck"] = 1330,
        ["DeliveryHeldUp"] = 1340,
        ["DeliveryGoesOn"] = 1341,
        ["CheckpointWrittenAgain"] = 1342,
        ["DeliveryFailed"] = 1400,
        ["DeliveryExhausted"] = 1401,
        ["Discarded"] = 1402,
        ["TransactionConflict"] = 1403,
        ["DeadLetterStored"] = 1420,
        ["DeadLetterNotWritten"] = 1421,
        ["DeadLetterReplayed"] = 1422,
        ["DeadLetterRefused"] = 1423,
        ["DeadLetterRequestsFailed"] = 1424,
        ["KeyParked"] = 1430,
        ["ChangeParked"] = 1431,
        ["KeysUnparked"] = 1432,
        ["ReleaseFailed"] = 1433,
        ["ReleaseRefused"] = 1434,
        ["ParkedNotWritten"] = 1435,
        ["ParkedFound"] = 1436,
        ["SnapshotStarted"] = 1500,
        ["SnapshotResumed"] = 1501,
        ["SnapshotProgressed"] = 1502,
        ["SnapshotDone"] = 1503,
        ["SnapshotCancelled"] = 1504,
        ["SnapshotFailed"] = 1505,
        ["SnapshotPostponed"] = 1506,
        ["OutboxRead"] = 1600,
        ["NotListening"] = 1601,
        ["SegmentTruncated"] = 1602,
        ["UpkeepFailed"] = 1603,
        ["OutboxDrifted"] = 1604,
        ["CaptureMissing"] = 1605,
        ["InstanceJoined"] = 1700,
        ["InstanceRemoved"] = 1701,
        ["LanesTaken"] = 1702,
        ["LanesGivenUp"] = 1703,
        ["LeaseNotRenewed"] = 1704,
        ["InstanceNotRemoved"] = 1705,
        ["ShardTaken"] = 1710,
        ["ShardGivenUp"] = 1711,
        ["ShardsStandby"] = 1712,
        ["ShardsChanging"] = 1713,
        ["ShardsHandOver"] = 1714,
        ["ShardsChanged"] = 1715,
        ["ShardsUndone"] = 1716,
        ["ShardRestKept"] = 1717,
        ["ShardsNotShared"] = 1718,
    };

    private static readonly LoggerMessageAttribute[] Messages =
    [
        .. typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>(),
    ];

    [Fact]
    public void Names_and_values_are_the_pinned_ones()
    {
        var actual = typeof(PostgresWorkerEventIds).GetFields().ToDictionary(field => field.Name, field => (int)field.GetRawConstantValue()!);
        Assert.Equal(Pinned.OrderBy(id => id.Value), actual.OrderBy(id => id.Value));
    }

    [Fact]
    public void No_id_stands_for_two_events() => Assert.Distinct(Pinned.Values);

    [Fact]
    public void Each_id_is_logged_by_one_message_and_each_message_has_one() =>
        Assert.Equal(Pinned.Values.Order(), Messages.Select(message => message.EventId).Order());

    [Fact]
    public void The_manual_has_each_event_with_its_name_and_level()
    {
        var root = Repository.Root;
        var manual = Row().Matches(File.ReadAllText(Path.Combine(root, "docs/operations.md"))).Select(row => $"{row.Groups["id"].Value} {row.Groups["name"].Value} {row.Groups["level"].Value}");
        var names = Pinned.ToDictionary(id => id.Value, id => id.Key);
        Assert.Equal(Messages.Select(message => $"{message.EventId} {names[message.EventId]} {message.Level}").Order(StringComparer.Ordinal), manual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_runbook_has_each_event_that_somebody_must_look_at()
    {
        var root = Repository.Root;
        var page = File.ReadAllText(Path.Combine(root, "docs/operations.md"));
        var runbook = page[page.IndexOf("## Runbook", StringComparison.Ordinal)..page.IndexOf("## Log events", StringComparison.Ordinal)];
        var told = Step().Matches(runbook).SelectMany(row => row.Groups["ids"].Value.Split(", ")).Select(int.Parse);
        Assert.Equal(Messages.Where(message => message.Level >= LogLevel.Warning).Select(message => message.EventId).Order(), told.Order());
    }

    [Fact]
    public void The_manual_has_the_events_that_are_counted_and_each_has_the_values_that_tell_of_whom_it_is()
    {
        var root = Repository.Root;
        var told = Counted().Match(File.ReadAllText(Path.Combine(root, "docs/operations.md"))).Groups["ids"].Value.Split(", ").Select(int.Parse);
        Assert.Equal(RepeatedEvents.Subjects.Keys.Order(), told);
        Assert.All(RepeatedEvents.Subjects, repeated =>
        {
            var message = Assert.Single(Messages, message => message.EventId == repeated.Key);
            Assert.True(message.Level >= LogLevel.Warning);
            Assert.All(repeated.Value, subject => Assert.Contains($"{{{subject}}}", message.Message, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Every_message_says_something() => Assert.All(Messages, message => Assert.NotEmpty(message.Message));

    [GeneratedRegex(@"^\| (?<id>1\d{3}) \| (?<name>[A-Za-z]+) \| (?<level>[A-Za-z]+) \| .+ \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| (?<ids>1\d{3}(, 1\d{3})*) \| .+ \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Step();

    [GeneratedRegex(@"^Counted are (?<ids>1\d{3}(, 1\d{3})*)\.", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Counted();
}
