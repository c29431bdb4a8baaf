using PostgresWorker.Store;

namespace PostgresWorker.Tests.Store;

/// <summary>A checkpoint that says when it is written, and fails as the test says.</summary>
internal sealed class RecordedCheckpoint(Lsn start, Action<Lsn> written) : ICheckpoint
{
    public Lsn Start => start;

    public Epoch Epoch { get; } = new(3);

    public ulong IdleStep => 100;

    public bool IsAsked { get; init; }

    public Exception? Failure { get; set; }

    public int Failures { get; private set; }

    public ValueTask WriteAsync(Lsn position, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            Failures++;
            throw Failure;
        }

        written(position);
        return default;
    }

    public void Dispose() => Epoch.Dispose();
}
