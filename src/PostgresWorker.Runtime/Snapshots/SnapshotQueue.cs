using Microsoft.Extensions.Logging;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Snapshots;

/// <summary>The snapshots that were asked for and that a connection has not taken yet. Asked by the reader of the stream only, which does not wait for the store: that may be away.</summary>
/// <param name="source">The source's name.</param>
/// <param name="reader">Reads rows.</param>
/// <param name="store">Where it is kept what was asked for.</param>
/// <param name="progress">What was read, and is to be finished.</param>
/// <param name="shared">What the process knows.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The source's log.</param>
internal sealed class SnapshotQueue(string source, ChunkReader reader, SnapshotStore store, SnapshotProgress progress, SourceSnapshots shared, TimeProvider time, ILogger logger)
{
    /// <summary>How often it is looked what other processes have asked for.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private readonly SnapshotPostponement _postponement = new(source, time, logger);
    private readonly HashSet<long> _taken = [];
    private Task<SnapshotRow?>? _looking;
    private Task _asked = Task.CompletedTask;
    private int _failures;

    /// <summary>Completes when <see cref="TryTakeAsync"/> is to be called.</summary>
    public Task Due { get; private set; } = Task.CompletedTask;

    /// <summary>What was asked for may be taken at once.</summary>
    public void LookAgain() => Due = _looking ?? Task.CompletedTask;

    /// <summary>Takes the next; null where there is none, or nobody knows yet: <see cref="Due"/> tells when to ask again.</summary>
    public async ValueTask<SnapshotRow?> TryTakeAsync(CancellationToken cancellationToken)
    {
        if (_looking is null && Due.IsCompleted)
        {
            // Before looking: what is asked for meanwhile is looked for next.
            _asked = shared.Asked;
            Due = _looking = NextAsync(cancellationToken);
        }

        if (_looking is not { IsCompleted: true } looking)
        {
            return null;
        }

        _looking = null;
        try
        {
            var next = await looking.ConfigureAwait(false);
            _failures = 0;
            Due = next is not null ? Task.CompletedTask : Task.WhenAny(_asked, Task.Delay(LookInterval, time, cancellationToken));
            return next;
        }
        catch (Exception e) when (ConnectionError.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            Due = _postponement.Say(e, ++_failures, cancellationToken);
            return null;
        }
    }

    private async Task<SnapshotRow?> NextAsync(CancellationToken cancellationToken)
    {
        while (await store.NextAsync(_taken, cancellationToken).ConfigureAwait(false) is { } next)
        {
            var estimated = next.Estimated ?? await reader.EstimateAsync(next.Table, cancellationToken).ConfigureAwait(false);
            var isWanted = await store.BeginAsync(next.Id, estimated, cancellationToken).ConfigureAwait(false);
            _taken.Add(next.Id);
            if (!isWanted)
            {
                // It was cancelled meanwhile.
                continue;
            }

            progress.Begin(next with { Estimated = estimated });
            if (next.IsBegun)
            {
                Log.SnapshotResumed(logger, source, next.Id, next.Table, next.Rows);
            }
            else
            {
                Log.SnapshotStarted(logger, source, next.Id, next.Table, estimated);
            }

            return next;
        }

        return null;
    }
}
