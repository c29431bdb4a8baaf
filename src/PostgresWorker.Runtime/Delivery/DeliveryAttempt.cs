using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostgresWorker.Dispatch;
using PostgresWorker.Observability;

namespace PostgresWorker.Delivery;

/// <summary>Calls the listener, and again after a wait when it fails, until it succeeds: nothing is given up.</summary>
internal sealed class DeliveryAttempt(IServiceProvider services, Backoff backoff, TimeProvider time, ILogger logger)
{
    private readonly IServiceScopeFactory _scopes = services.GetRequiredService<IServiceScopeFactory>();

    /// <summary>Completes when the change is handled.</summary>
    /// <param name="routed">The change and its listener.</param>
    /// <param name="cancelled">Handed to the listener: it must end.</param>
    /// <param name="abandoned">Ends the wait for the next attempt; cancelled at the latest with <paramref name="cancelled"/>.</param>
    /// <exception cref="OperationCanceledException">One of the tokens was cancelled before.</exception>
    public async ValueTask DeliverAsync(RoutedChange routed, CancellationToken cancelled, CancellationToken abandoned)
    {
        for (var attempt = 1; ; attempt++)
        {
            routed.Context.BeginAttempt(attempt);
            try
            {
                await InvokeAsync(routed, cancelled).ConfigureAwait(false);
                Log.Handled(logger, routed.Route.Name, routed.Context);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancelled.IsCancellationRequested)
            {
                var delay = backoff.After(attempt);
                Log.DeliveryFailed(logger, e, routed.Route.Name, routed.Context.Id, attempt, delay);
                await Task.Delay(delay, time, abandoned).ConfigureAwait(false);
            }
        }
    }

    private ValueTask InvokeAsync(RoutedChange routed, CancellationToken cancelled)
    {
        if (routed.Change is null)
        {
            throw routed.ReadFailure!;
        }

        return routed.Route.NeedsServices
            ? InvokeInScopeAsync(routed, cancelled)
            : routed.Route.InvokeAsync(routed.Change, services, cancelled);
    }

    private async ValueTask InvokeInScopeAsync(RoutedChange routed, CancellationToken cancelled)
    {
        var scope = _scopes.CreateAsyncScope();
        await using var _ = scope.ConfigureAwait(false);
        await routed.Route.InvokeAsync(routed.Change!, scope.ServiceProvider, cancelled).ConfigureAwait(false);
    }
}
