using PostgresWorker.FailPoints;
using PostgresWorker.Torture.Faults;

namespace PostgresWorker.Torture.Mutation;

/// <summary>A mistake, and the short run that must find it.</summary>
/// <param name="Mutant">The mistake.</param>
/// <param name="Capture">Where it is made.</param>
/// <param name="Faults">The faults by which it shows.</param>
/// <param name="Invariants">Of these, one must be found broken.</param>
internal sealed record MutantCase(Mutant Mutant, Capture Capture, IReadOnlySet<string> Faults, params string[] Invariants)
{
    public static IReadOnlyList<MutantCase> All { get; } =
    [
        new(Mutant.AcknowledgesUnhandled, Capture.Wal, Only(ProcessFaults.Kill), "I1", "I6"),
        new(Mutant.AcknowledgesUnhandled, Capture.Outbox, Only(ProcessFaults.Kill), "I1"),
        new(Mutant.ConfirmsCommitRecord, Capture.Wal, Only(ProcessFaults.Stop), "I4"),
        new(Mutant.DropsByChangeLsn, Capture.Wal, Only(ServerFaults.Ddl), "I1"),
        new(Mutant.HasNoFence, Capture.Wal, Only(ProcessFaults.Suspend), "I5"),
        new(Mutant.OrdersByTransaction, Capture.Outbox, Only(ListenerFaults.Hang, NetworkFaults.Throttle, ProcessFaults.KillAll), "I3"),
        new(Mutant.ReadsByCursor, Capture.Outbox, Only(ServerFaults.Ddl), "I1", "I3", "I7"),
    ];

    private static HashSet<string> Only(params string[] faults) => [.. faults];
}
