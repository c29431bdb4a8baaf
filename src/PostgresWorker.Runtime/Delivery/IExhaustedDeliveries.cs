using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery;

/// <summary>What becomes of changes whose attempts are used up.</summary>
internal interface IExhaustedDeliveries
{
    /// <summary>Completes when the changes are durably settled: they count as finished then, and may be confirmed.</summary>
    /// <param name="changes">Changes of one listener, in order. Their wire copies are theirs until this completes.</param>
    /// <param name="error">Why the last attempt failed.</param>
    /// <param name="attempts">How many attempts were made.</param>
    /// <param name="cancellationToken">Cancelled when the lanes end without waiting.</param>
    /// <exception cref="SourceHaltedException">The source is to stop. Any other error ends the session as one of the connection's does: nothing is finished, and the changes come again.</exception>
    ValueTask TakeAsync(IReadOnlyList<RoutedChange> changes, Exception error, int attempts, CancellationToken cancellationToken);
}
