namespace PostgresWorker.Integration.Worker;

/// <summary>Both ways to learn of changes: what is promised of one is promised of the other.</summary>
public sealed class Captures : TheoryData<Capture>
{
    public Captures()
    {
        Add(Capture.Wal);
        Add(Capture.Outbox);
    }
}
