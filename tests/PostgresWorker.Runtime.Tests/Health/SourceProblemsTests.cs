using PostgresWorker.Health;
using PostgresWorker.Telemetry;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Health;

/// <summary>What may do harm is told from its threshold on, and not before.</summary>
public sealed class SourceProblemsTests
{
    private const long Mebibyte = 1 << 20;

    private static readonly SourceOptions Options = new() { DegradedWalBytes = 100 * Mebibyte, DegradedDeadLetters = 2 };

    /// <summary>What is so, and how the problem begins that it must be; null for none.</summary>
    private static readonly (SourceFigures Figures, string? Problem)[] Cases =
    [
        (new SourceFigures(), null),
        (new SourceFigures { WalStatus = "reserved", Retained = 49 * Mebibyte, WalLimit = 100 * Mebibyte }, null),
        (new SourceFigures { WalStatus = "extended", Retained = 50 * Mebibyte, WalLimit = 100 * Mebibyte }, "The server retains 50 MB of WAL for the slot, of max_slot_wal_keep_size = 100 MB: DegradedWalShare (50 %) or more."),
        (new SourceFigures { WalStatus = "unreserved", Retained = 1, WalLimit = 100 * Mebibyte }, "The slot's wal_status is unreserved: the server is about to remove WAL that it needs."),
        (new SourceFigures { WalStatus = "lost" }, "The slot's wal_status is lost: the server has removed WAL that it needs."),
        (new SourceFigures { WalStatus = "reserved", Retained = 99 * Mebibyte }, null),
        (new SourceFigures { WalStatus = "extended", Retained = 100 * Mebibyte }, "The server retains 100 MB of WAL for the slot: DegradedWalBytes (100 MB) or more, and max_slot_wal_keep_size bounds nothing."),
        (new SourceFigures { DeadLetters = 1, Parked = 0 }, null),
        (new SourceFigures { DeadLetters = 1, Parked = 1 }, "Changes wait for somebody to decide: 1 dead letters, 1 parked changes."),
        (new SourceFigures { OldestAge = TimeSpan.FromSeconds(299) }, null),
        (new SourceFigures { OldestAge = TimeSpan.FromMinutes(5) }, "The oldest change that is not handled was committed 00:05:00 ago, which is DegradedLag (00:05:00) or more."),
    ];

    public static TheoryData<int> Each => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Each))]
    public void Each_is_told_from_its_threshold_on(int index)
    {
        var (figures, problem) = Cases[index];
        var problems = Of(Options, figures);
        if (problem is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            Assert.StartsWith(problem, Assert.Single(problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_switched_off_is_not_told() => Assert.Empty(Of(
        new SourceOptions { DegradedDeadLetters = 0, DegradedLag = Timeout.InfiniteTimeSpan }, new SourceFigures { DeadLetters = 9, Parked = 9, OldestAge = TimeSpan.FromDays(9) }));

    private static IReadOnlyList<string> Of(SourceOptions options, SourceFigures figures) =>
        SourceProblems.Of(options, new SourceTelemetry("shop", new WorkerTelemetry(meters: null), new ManualTimeProvider()) { Figures = figures });
}
