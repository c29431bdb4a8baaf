using PostgresWorker.Delivery.Outages;
using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery;

/// <summary>Begins the transactions of listeners that take one.</summary>
internal interface IListenerTransactions
{
    /// <summary>Begins one, and finds out what of the change or batch has been handled before.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or another instance is active.</exception>
    /// <exception cref="OutageException">It can't be begun now.</exception>
    ValueTask<ListenerTransaction> BeginAsync(IRouted routed, CancellationToken cancelled);
}
