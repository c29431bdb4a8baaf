using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Observability;

namespace PostgresWorker.Delivery;

/// <summary>Makes one attempt to deliver: calls the listener, and says what follows from how that ended.</summary>
/// <param name="services">The application's services.</param>
/// <param name="database">Where the transactions of listeners that take one are begun.</param>
/// <param name="exhaustion">Says how many attempts are made.</param>
/// <param name="backoff">The waits.</param>
/// <param name="logger">Where to say what was handled and what failed.</param>
internal sealed class DeliveryAttempt(IServiceProvider services, DbDataSource database, Exhaustion exhaustion, Backoff backoff, ILogger logger) : IDeliveryAttempt
{
    private readonly IServiceScopeFactory _scopes = services.GetRequiredService<IServiceScopeFactory>();

    ValueTask<AttemptResult> IDeliveryAttempt.RunAsync(RoutedChange change, int attempt, CancellationToken cancelled) => RunAsync(change, attempt, cancelled);

    ValueTask<AttemptResult> IDeliveryAttempt.RunAsync(RoutedBatch batch, int attempt, CancellationToken cancelled) => RunAsync(batch, attempt, cancelled);

    /// <summary>Calls the listener once.</summary>
    /// <param name="routed">The change or batch and its listener.</param>
    /// <param name="attempt">Which attempt this is, from 1.</param>
    /// <param name="cancelled">Handed to the listener: it must end.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancelled"/> was cancelled; that is no attempt.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> RunAsync<TRouted>(TRouted routed, int attempt, CancellationToken cancelled)
        where TRouted : IRouted
    {
        routed.BeginAttempt(attempt);
        try
        {
            await InvokeAsync(routed, cancelled).ConfigureAwait(false);
            Log.Handled(logger, routed, attempt);
            return new AttemptResult(AttemptEnd.Handled);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancelled.IsCancellationRequested)
        {
            if (ReferenceEquals(e, routed.ReadFailure) || attempt >= exhaustion.MaxAttempts(routed.Route, e))
            {
                // The bytes of a row that can't be read will not change.
                Log.DeliveryExhausted(logger, e, routed.Route.Name, routed.Id, attempt);
                return new AttemptResult(AttemptEnd.Exhausted, Error: e);
            }

            var delay = backoff.After(attempt);
            Log.DeliveryFailed(logger, e, routed.Route.Name, routed.Id, attempt, delay);
            return new AttemptResult(AttemptEnd.Retry, delay, e);
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask InvokeInTransactionAsync<TRouted>(TRouted routed, CancellationToken cancelled)
        where TRouted : IRouted
    {
        var transaction = await ListenerTransaction.BeginAsync(database, cancelled).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        await InvokeAsync(routed, transaction.Transaction, cancelled).ConfigureAwait(false);
        await transaction.CommitAsync(routed.Route.Name, cancelled).ConfigureAwait(false);
    }

    private ValueTask InvokeAsync<TRouted>(TRouted routed, DbTransaction? transaction, CancellationToken cancelled)
        where TRouted : IRouted => routed.Route.NeedsServices
            ? InvokeInScopeAsync(routed, transaction, cancelled)
            : routed.InvokeAsync(new DeliveryScope(services, transaction), cancelled);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask InvokeInScopeAsync<TRouted>(TRouted routed, DbTransaction? transaction, CancellationToken cancelled)
        where TRouted : IRouted
    {
        var scope = _scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        await routed.InvokeAsync(new DeliveryScope(scope.ServiceProvider, transaction), cancelled).ConfigureAwait(false);
    }
}
