using PostgresWorker.Store;

namespace PostgresWorker.Tests.Store;

/// <summary>Every state that checkpoint, slot and server can be in together, and what is decided in it.</summary>
public sealed class StartDecisionTests
{
    private const string Any = "*";

    private static readonly Lsn Incarnation = new(0x100), Position = new(0x200), Far = new(0x1000);

    private static readonly string[][] Dimensions =
    [
        ["no checkpoint", "checkpoint", "accepted here", "accepted elsewhere", "accepted and used"],
        ["same cluster", "other cluster", "other database"],
        ["stored with it", "stored elsewhere", "stored elsewhere, failed over", "promoted behind it, failed over", "promoted at it, failed over", "promoted before it, failed over", "promoted twice, failed over"],
        ["no slot", "lost", "unfinished", "before it began", "where it began", "behind", "level", "ahead"],
        ["written", "not written"],
        ["published", "unpublished"],
    ];

    /// <summary>The first row that fits a state says what is decided. Nothing fits twice by accident: a row that is never the first fails the test.</summary>
    private static readonly (string[] When, StartOutcome Outcome, string Position, string? Code)[] Table =
    [
        // Nothing is known but the slot.
        (["no checkpoint", Any, Any, "no slot", Any, Any], StartOutcome.ConfigurationError, "", "slot_missing"),
        (["no checkpoint", Any, Any, "lost", Any, Any], StartOutcome.ConfigurationError, "", "slot_lost"),
        (["no checkpoint", Any, Any, "unfinished", Any, Any], StartOutcome.ConfigurationError, "", "slot_unfinished"),
        (["no checkpoint", Any, Any, Any, Any, "unpublished"], StartOutcome.ConfigurationError, "", "publication_missing"),
        (["no checkpoint", Any, Any, Any, Any, Any], StartOutcome.Fresh, "slot", null),

        // The checkpoint is of something else.
        ([Any, "other cluster", Any, Any, Any, Any], StartOutcome.ForeignCluster, "", "foreign_cluster"),
        ([Any, "other database", Any, Any, Any, Any], StartOutcome.ForeignCluster, "", "foreign_cluster"),
        ([Any, Any, "stored with it", Any, "not written", Any], StartOutcome.ForeignCluster, "", "foreign_cluster"),
        ([Any, Any, "stored elsewhere", Any, "not written", Any], StartOutcome.ForeignCluster, "", "foreign_cluster"),

        // The slot has nothing any more.
        (["accepted here", Any, Any, "no slot", Any, Any], StartOutcome.ConfigurationError, "", "slot_missing"),
        (["accepted here", Any, Any, "lost", Any, Any], StartOutcome.ConfigurationError, "", "slot_lost"),
        ([Any, Any, Any, "no slot", Any, Any], StartOutcome.GapDetected, "", "slot_lost"),
        ([Any, Any, Any, "lost", Any, Any], StartOutcome.GapDetected, "", "slot_lost"),

        // Something has to be made first.
        ([Any, Any, Any, "unfinished", Any, Any], StartOutcome.ConfigurationError, "", "slot_unfinished"),
        ([Any, Any, Any, Any, Any, "unpublished"], StartOutcome.ConfigurationError, "", "publication_missing"),

        // Both are there.
        (["accepted here", Any, Any, "ahead", Any, Any], StartOutcome.GapAccepted, "slot", null),
        ([Any, Any, Any, "ahead", Any, Any], StartOutcome.GapDetected, "", "slot_moved"),
        (["accepted here", Any, "stored elsewhere, failed over", Any, Any, Any], StartOutcome.GapAccepted, "slot", null),
        ([Any, Any, "stored elsewhere, failed over", Any, Any, Any], StartOutcome.HistoryForked, "", "history_forked"),
        (["accepted here", Any, "promoted before it, failed over", Any, Any, Any], StartOutcome.GapAccepted, "slot", null),
        ([Any, Any, "promoted before it, failed over", Any, Any, Any], StartOutcome.HistoryForked, "", "history_forked"),
        (["accepted here", Any, "promoted twice, failed over", Any, Any, Any], StartOutcome.GapAccepted, "slot", null),
        ([Any, Any, "promoted twice, failed over", Any, Any, Any], StartOutcome.HistoryForked, "", "history_forked"),
        ([Any, Any, "promoted behind it, failed over", "level", Any, Any], StartOutcome.Resume, "checkpoint", null),
        ([Any, Any, "promoted behind it, failed over", Any, Any, Any], StartOutcome.Skip, "checkpoint", null),
        ([Any, Any, "promoted at it, failed over", "level", Any, Any], StartOutcome.Resume, "checkpoint", null),
        ([Any, Any, "promoted at it, failed over", Any, Any, Any], StartOutcome.Skip, "checkpoint", null),
        ([Any, Any, Any, "before it began", Any, Any], StartOutcome.ForeignCluster, "", "foreign_cluster"),
        ([Any, Any, Any, "where it began", Any, Any], StartOutcome.Skip, "checkpoint", null),
        ([Any, Any, Any, "behind", Any, Any], StartOutcome.Skip, "checkpoint", null),
        ([Any, Any, Any, "level", Any, Any], StartOutcome.Resume, "checkpoint", null),
    ];

    [Fact]
    public void Each_state_is_decided_as_the_table_says()
    {
        HashSet<int> used = [];
        var states = Product([]).ToArray();
        Assert.Equal(Dimensions.Aggregate(1, (count, values) => count * values.Length), states.Length);
        foreach (var state in states)
        {
            var row = Array.FindIndex(Table, row => row.When.Zip(state).All(pair => pair.First == Any || pair.First == pair.Second));
            var name = string.Join(", ", state);
            Assert.True(row >= 0, $"No row says what is decided for: {name}.");
            used.Add(row);
            var start = State(state);
            var (_, outcome, position, code) = Table[row];
            var decision = StartDecision.Of(start);
            Assert.True(outcome == decision.Outcome && code == decision.Problem?.Code, $"{name}: {decision}");
            Assert.Equal(position switch { "slot" => start.State!.Confirmed!.Value, "checkpoint" => Position, _ => Lsn.None }, decision.Position);
        }

        Assert.Equal(Enumerable.Range(0, Table.Length), used.Order());
    }

    [Fact]
    public void A_gap_names_its_range_and_the_ways_out()
    {
        var problem = StartDecision.Of(State(["checkpoint", "same cluster", "stored with it", "ahead", "written", "published"])).Problem!;
        Assert.Contains("the changes between 0/200 and 0/300 can't be had from it any more", problem.Message, StringComparison.Ordinal);
        Assert.Equal("""SELECT "postgres_worker"."accept_gap"('shop', '0/200')""", problem.Sql);
        Assert.False(problem.IsAutomatic);
    }

    private static IEnumerable<string[]> Product(string[] begun) =>
        begun.Length == Dimensions.Length ? [begun] : Dimensions[begun.Length].SelectMany(value => Product([.. begun, value]));

    private static StartState State(string[] values) => new("shop", "shop", values[1] == "other cluster" ? "2" : "1", values[1] == "other database" ? 6u : 5u, values[2].StartsWith("promoted twice", StringComparison.Ordinal) ? 3u : values[2].EndsWith("failed over", StringComparison.Ordinal) ? 2u : 1u, values[5] == "published", Slot(values[3]))
    {
        Checkpoint = Row(values[0]),
        WalEnd = values[4] == "written" ? Far : new Lsn(Position.Value - 1),
        IsStoredWithSource = values[2] == "stored with it",
        Replayed = values[2].Split(',')[0] switch
        {
            "promoted behind it" => new Lsn(Position.Value + 1),
            "promoted at it" => Position,
            "promoted before it" => new Lsn(Position.Value - 1),
            "promoted twice" => Far,
            _ => null,
        },
    };

    private static SlotState? Slot(string value) => value switch
    {
        "no slot" => null,
        "lost" => new SlotState(Position, IsLost: true, IsActive: false),
        "unfinished" => new SlotState(null, IsLost: false, IsActive: true),
        "before it began" => new SlotState(new Lsn(Incarnation.Value - 1), IsLost: false, IsActive: false),
        "where it began" => new SlotState(Incarnation, IsLost: false, IsActive: false),
        "behind" => new SlotState(new Lsn(Position.Value - 1), IsLost: false, IsActive: true),
        "level" => new SlotState(Position, IsLost: false, IsActive: false),
        _ => new SlotState(new Lsn(0x300), IsLost: false, IsActive: false),
    };

    private static CheckpointRow? Row(string value)
    {
        var row = new CheckpointRow("1", 5, 1, Incarnation, 7, Position);
        return value switch
        {
            "no checkpoint" => null,
            "accepted here" => row with { AcceptedGapFrom = Position },
            "accepted elsewhere" => row with { AcceptedGapFrom = Incarnation },
            "accepted and used" => row with { AcceptedGapFrom = Position, AcceptedGapTo = Position },
            _ => row,
        };
    }
}
