using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Observability;

namespace PostgresWorker.Delivery;

/// <summary>Calls the listener, and again after a wait when it fails, until it succeeds: nothing is given up.</summary>
/// <param name="services">The application's services.</param>
/// <param name="transactions">Begins the transactions of listeners that take one.</param>
/// <param name="backoff">The waits.</param>
/// <param name="time">The clock of the waits.</param>
/// <param name="logger">Where to say what was handled and what failed.</param>
internal sealed class DeliveryAttempt(IServiceProvider services, IListenerTransactions transactions, Backoff backoff, TimeProvider time, ILogger logger)
{
    private readonly IServiceScopeFactory _scopes = services.GetRequiredService<IServiceScopeFactory>();

    /// <summary>Completes when the change or batch is handled.</summary>
    /// <param name="routed">The change or batch and its listener.</param>
    /// <param name="cancelled">Handed to the listener: it must end.</param>
    /// <param name="abandoned">Ends the wait for the next attempt; cancelled at the latest with <paramref name="cancelled"/>.</param>
    /// <exception cref="OperationCanceledException">One of the tokens was cancelled before.</exception>
    public async ValueTask DeliverAsync<TRouted>(TRouted routed, CancellationToken cancelled, CancellationToken abandoned)
        where TRouted : IRouted
    {
        for (var attempt = 1; ; attempt++)
        {
            routed.BeginAttempt(attempt);
            try
            {
                await InvokeAsync(routed, cancelled).ConfigureAwait(false);
                Log.Handled(logger, routed, attempt);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancelled.IsCancellationRequested)
            {
                var delay = backoff.After(attempt);
                Log.DeliveryFailed(logger, e, routed.Route.Name, routed.Id, attempt, delay);
                await Task.Delay(delay, time, abandoned).ConfigureAwait(false);
            }
        }
    }

    private ValueTask InvokeAsync<TRouted>(TRouted routed, CancellationToken cancelled)
        where TRouted : IRouted
    {
        if (routed.ReadFailure is { } failure)
        {
            throw failure;
        }

        return routed.Route.NeedsTransaction
            ? InvokeInTransactionAsync(routed, cancelled)
            : InvokeAsync(routed, transaction: null, cancelled);
    }

    private async ValueTask InvokeInTransactionAsync<TRouted>(TRouted routed, CancellationToken cancelled)
        where TRouted : IRouted
    {
        var transaction = await transactions.BeginAsync(routed, cancelled).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);

        // What was handled before, in a transaction whose end was not heard of, is not handled again.
        if (transaction.Pending is { } pending)
        {
            await InvokeAsync(pending, transaction.Transaction, cancelled).ConfigureAwait(false);
            await transaction.CommitAsync(cancelled).ConfigureAwait(false);
        }
    }

    private ValueTask InvokeAsync<TRouted>(TRouted routed, DbTransaction? transaction, CancellationToken cancelled)
        where TRouted : IRouted => routed.Route.NeedsServices
            ? InvokeInScopeAsync(routed, transaction, cancelled)
            : routed.InvokeAsync(new DeliveryScope(services, transaction), cancelled);

    private async ValueTask InvokeInScopeAsync<TRouted>(TRouted routed, DbTransaction? transaction, CancellationToken cancelled)
        where TRouted : IRouted
    {
        var scope = _scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        await routed.InvokeAsync(new DeliveryScope(scope.ServiceProvider, transaction), cancelled).ConfigureAwait(false);
    }
}
