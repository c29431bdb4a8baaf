using PostgresWorker.Store;

namespace PostgresWorker.Sources;

/// <summary>
/// One connection's changes, in the order that the source promises: in transactions, between marks, or each by itself. Not thread-safe: one reader.
/// </summary>
internal interface IChangeSource : IAsyncDisposable
{
    /// <summary>Everything up to here was finished when the connection was made.</summary>
    Lsn Start { get; }

    /// <summary>The time in which this instance may deliver.</summary>
    Epoch Epoch { get; }

    /// <summary>What of the source is this instance's.</summary>
    ILaneShare Share => WholeShare.Instance;

    /// <summary>Gives what <see cref="MoveNextAsync"/> went to; valid until its next call.</summary>
    void GetCurrent(out RawChange change);

    /// <summary>Waits for the next change or transaction mark.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the connection stays usable for acknowledgements.</exception>
    ValueTask MoveNextAsync(CancellationToken cancellationToken);

    /// <summary>Begins to tell the server what is finished. Once, before the first change is asked for; ended by the caller before this source is.</summary>
    IAcknowledgements Acknowledge(in AcknowledgeSettings settings);
}
