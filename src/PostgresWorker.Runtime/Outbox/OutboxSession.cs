using PostgresWorker.Sources;
using PostgresWorker.Store;

namespace PostgresWorker.Outbox;

/// <summary>What one instance reads the outbox with, from joining the others to leaving them.</summary>
internal sealed class OutboxSession : IAsyncDisposable
{
    public required string Source { get; init; }

    public required string SystemIdentifier { get; init; }

    /// <summary>The outbox's number: another whenever it is made anew.</summary>
    public required long Incarnation { get; init; }

    public required Epoch Epoch { get; init; }

    public required LaneTable Lanes { get; init; }

    public required SharedPosition Shared { get; init; }

    public required RowBuffer Buffer { get; init; }

    public required OutboxReader Reader { get; init; }

    public required OutboxDeletion Deletion { get; init; }

    public required CaptureCatalog Captures { get; init; }

    public required Barriers Barriers { get; init; }

    public required WakeUps WakeUp { get; init; }

    /// <summary>What runs beside reading: it ends, in this order, when reading has.</summary>
    public required IReadOnlyList<IAsyncDisposable> Beside { get; init; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var one in Beside)
        {
            await Leaving.InTime(one).DisposeAsync().ConfigureAwait(false);
        }

        Epoch.Dispose();
    }
}
