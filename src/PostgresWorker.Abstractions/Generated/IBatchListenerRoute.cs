namespace PostgresWorker.Generated;

/// <summary>A route whose changes are gathered, and handed over many at a time.</summary>
public interface IBatchListenerRoute
{
    /// <summary>How many changes one call takes at most.</summary>
    int MaxSize { get; }

    /// <summary>How long the first change of a batch waits for others.</summary>
    TimeSpan MaxWait { get; }

    /// <summary>Calls the method.</summary>
    ValueTask InvokeAsync(IReadOnlyList<Change> changes, DeliveryScope scope, CancellationToken cancellationToken);
}
