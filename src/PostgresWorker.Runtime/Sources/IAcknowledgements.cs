using PostgresWorker.Delivery;

namespace PostgresWorker.Sources;

/// <summary>What a session knows to be finished, told to the server a few times a second, whatever reader and handlers do.</summary>
internal interface IAcknowledgements : IProgressTracker, IAsyncDisposable
{
    /// <summary>Everything up to here is finished.</summary>
    Lsn Position { get; }

    /// <summary>How long ago the oldest of what is read and unfinished was committed; 0 where all is finished, null where that is not known here.</summary>
    TimeSpan? LagAt(DateTimeOffset now) => null;

    /// <summary>Cancelled when the server can't be told any more, which nobody else may notice while nobody reads.</summary>
    CancellationToken Lost { get; }

    /// <summary>Why that is so.</summary>
    Exception? Failure { get; }

    /// <summary>Tells what is finished now, when nothing more will be, and waits until the server has heard it. Once.</summary>
    Task ConfirmLastAsync(CancellationToken cancellationToken);
}
