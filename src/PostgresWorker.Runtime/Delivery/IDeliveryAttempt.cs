using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery;

/// <summary>Makes one attempt to deliver; when to make the next is the lanes' business.</summary>
internal interface IDeliveryAttempt
{
    /// <summary>Calls the listener with a change, once.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancelled"/> was cancelled; that is no attempt.</exception>
    ValueTask<AttemptResult> RunAsync(RoutedDelivery change, int attempt, CancellationToken cancelled);

    /// <summary>Calls the listener with a batch, once.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancelled"/> was cancelled; that is no attempt.</exception>
    ValueTask<AttemptResult> RunAsync(RoutedBatch batch, int attempt, CancellationToken cancelled);
}
