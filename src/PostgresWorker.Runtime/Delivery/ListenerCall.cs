using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Delivery.Filters;
using PostgresWorker.Delivery.Outages;
using PostgresWorker.Delivery.Timeouts;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>One call of a listener, with what it asks for around it, from the outside in: lock, transaction, scope, timeout, filters.</summary>
/// <param name="services">The application's services.</param>
/// <param name="transactions">Begins the transactions of listeners that take one.</param>
/// <param name="timed">Times calls.</param>
internal sealed class ListenerCall(IServiceProvider services, IListenerTransactions transactions, TimedCalls timed)
{
    private readonly IServiceScopeFactory _scopes = services.GetRequiredService<IServiceScopeFactory>();
    private readonly IChangeLocker? _locker = services.GetService<IChangeLocker>();

    /// <summary>Completes when the listener has succeeded and its transaction is committed.</summary>
    /// <exception cref="ListenerTimeoutException">The listener was cancelled by its timeout.</exception>
    public ValueTask InvokeAsync<TRouted>(TRouted routed, DeliveryPolicy policy, CancellationToken cancelled)
        where TRouted : IRouted => _locker is not null
            ? LockedAsync(routed, policy, cancelled)
            : routed.Route.NeedsTransaction
                ? InTransactionAsync(routed, policy, held: null, cancelled)
                : InScopeAsync(routed, policy, transaction: null, cancelled);

    private async ValueTask LockedAsync<TRouted>(TRouted routed, DeliveryPolicy policy, CancellationToken cancelled)
        where TRouted : IRouted
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        routed.AddLockKeys(keys);
        var held = await AcquireAsync(routed.Route.Source, [.. keys], cancelled).ConfigureAwait(false);
        await using var _ = held.ConfigureAwait(false);
        if (routed.Route.NeedsTransaction)
        {
            await InTransactionAsync(routed, policy, held, cancelled).ConfigureAwait(false);
            return;
        }

        await InScopeAsync(routed, policy, transaction: null, cancelled).ConfigureAwait(false);
        await held.VerifyAsync(cancelled).ConfigureAwait(false);
    }

    private async ValueTask<IChangeLock> AcquireAsync(string source, string[] keys, CancellationToken cancelled)
    {
        try
        {
            return await _locker!.AcquireAsync(source, keys, cancelled).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancelled.IsCancellationRequested && e is not (RetryAfterException or DiscardException))
        {
            // The listener was not called.
            throw new OutageException(OutageStep.Lock, e);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask InTransactionAsync<TRouted>(TRouted routed, DeliveryPolicy policy, IChangeLock? held, CancellationToken cancelled)
        where TRouted : IRouted
    {
        var transaction = await transactions.BeginAsync(routed, cancelled).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);

        // What was handled before, in a transaction whose end was not heard of, is not handled again.
        if (transaction.Pending is not { } pending)
        {
            return;
        }

        await InScopeAsync(pending, policy, transaction.Transaction, cancelled).ConfigureAwait(false);
        if (held is not null)
        {
            await held.VerifyAsync(cancelled).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancelled).ConfigureAwait(false);
    }

    /// <summary>
    /// Scope and timeout in one method: nearly all calls have both, and an asynchronous method for each is a good part of what a call costs. It is one without them too: what a
    /// listener sets in its execution context ends with it.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask InScopeAsync<TRouted>(TRouted routed, DeliveryPolicy policy, DbTransaction? transaction, CancellationToken cancelled)
        where TRouted : IRouted
    {
        // Options may be loaded anew meanwhile.
        var timeout = policy.Timeout;
        var scope = policy.NeedsScope ? _scopes.CreateAsyncScope() : default(AsyncServiceScope?);
        TimedCall? call = null;
        try
        {
            call = timeout is { } time ? timed.Begin(new TimedListener(routed.Route.Name, routed.Context, time), cancelled) : null;
            await FilteredAsync(routed, policy, new DeliveryScope(scope?.ServiceProvider ?? services, transaction), transaction, call?.Token ?? cancelled).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (call is { IsExpired: true } && !cancelled.IsCancellationRequested)
        {
            throw new ListenerTimeoutException(routed.Route.Name, timeout!.Value, e);
        }
        finally
        {
            if (call is not null)
            {
                TimedCalls.End(call);
            }

            if (scope is { } own)
            {
                await own.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static ValueTask FilteredAsync<TRouted>(TRouted routed, DeliveryPolicy policy, DeliveryScope scope, DbTransaction? transaction, CancellationToken cancelled)
        where TRouted : IRouted => policy.Filters.Length == 0
            ? routed.InvokeAsync(scope, cancelled)
            : new FilteredCall(routed.Kept(), policy.Filters, scope, new ChangeDelivery(routed.Route.Name, routed.Delivered, scope.Services, transaction)).InvokeAsync(cancelled);
}
