using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery;

/// <summary>Stops the source at the first change whose attempts are used up: without a place to keep it, going on would lose it.</summary>
internal sealed class HaltWhenExhausted : IExhaustedDeliveries
{
    public ValueTask TakeAsync(IReadOnlyList<RoutedChange> changes, Exception error, int attempts, CancellationToken cancellationToken) =>
        throw new SourceHaltedException(changes[0].Route.Name, changes[0].Id, attempts, error);
}
