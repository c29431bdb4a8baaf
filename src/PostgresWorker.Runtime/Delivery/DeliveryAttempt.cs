using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery.Outages;
using PostgresWorker.Delivery.Retries;
using PostgresWorker.Dispatch;
using PostgresWorker.FailPoints;
using PostgresWorker.Observability;
using PostgresWorker.Telemetry;

namespace PostgresWorker.Delivery;

/// <summary>Makes one attempt to deliver, and says what follows from how it ended.</summary>
/// <param name="call">Makes the call.</param>
/// <param name="policies">What the listeners say of failures.</param>
/// <param name="random">Gives a number from 0 to below 1, for the waits.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where to say what was handled and what failed.</param>
/// <param name="telemetry">Tells those who listen; null where nobody can.</param>
internal sealed class DeliveryAttempt(
    ListenerCall call, DeliveryPolicies policies, Func<double> random, TimeProvider time, ILogger logger, DeliveryTelemetry? telemetry = null) : IDeliveryAttempt
{
    private readonly FailedAttempt _failed = new(random, logger);
    private readonly HeldUpDeliveries _heldUp = new(random, time, logger);

    ValueTask<AttemptResult> IDeliveryAttempt.RunAsync(RoutedDelivery change, int attempt, CancellationToken cancelled) => RunAsync(change, attempt, cancelled);

    ValueTask<AttemptResult> IDeliveryAttempt.RunAsync(RoutedBatch batch, int attempt, CancellationToken cancelled) => RunAsync(batch, attempt, cancelled);

    /// <summary>Calls the listener once; or some times more, where only its transaction was in conflict with another.</summary>
    /// <param name="routed">The change or batch and its listener.</param>
    /// <param name="attempt">Which attempt this is, from 1.</param>
    /// <param name="cancelled">Handed to the listener: it must end.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancelled"/> was cancelled, and the listener has not handled the change; that is no attempt.</exception>
    public ValueTask<AttemptResult> RunAsync<TRouted>(TRouted routed, int attempt, CancellationToken cancelled)
        where TRouted : IRouted => telemetry is { IsListened: true } ? ObservedAsync(routed, attempt, telemetry, cancelled) : CallAsync(routed, attempt, cancelled);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> ObservedAsync<TRouted>(TRouted routed, int attempt, DeliveryTelemetry observer, CancellationToken cancelled)
        where TRouted : IRouted
    {
        var observed = observer.Begin(routed, attempt);
        try
        {
            var result = await CallAsync(routed, attempt, cancelled).ConfigureAwait(false);
            observed.End(result);
            return result;
        }
        catch (Exception e)
        {
            observed.End(e);
            throw;
        }
    }

    private ValueTask<AttemptResult> CallAsync<TRouted>(TRouted routed, int attempt, CancellationToken cancelled)
        where TRouted : IRouted
    {
        routed.BeginAttempt(attempt);
        if (routed.ReadFailure is { } failure)
        {
            // Its bytes will not change.
            return new ValueTask<AttemptResult>(_failed.Exhausted(routed, failure, attempt));
        }

        if (_heldUp.Hold(routed.Route) is { } held)
        {
            return new ValueTask<AttemptResult>(held);
        }

        // Nearly always the call ends well, and often at once: then nothing here need be asynchronous.
        var policy = policies.Of(routed.Route);
        ValueTask called;
        try
        {
            called = InvokeAsync(routed, policy, cancelled);
            if (called.IsCompletedSuccessfully)
            {
                called.GetAwaiter().GetResult();
                return new ValueTask<AttemptResult>(Handled(routed, attempt));
            }
        }
#pragma warning disable CA1031 // What is thrown at once is what may be thrown later.
        catch (Exception e)
#pragma warning restore CA1031
        {
            called = ValueTask.FromException(e);
        }

        return EndAsync(routed, policy, called, attempt, cancelled);
    }

    private ValueTask InvokeAsync<TRouted>(TRouted routed, DeliveryPolicy policy, CancellationToken cancelled)
        where TRouted : IRouted
    {
        Failing.Reach(FailPoint.BeforeHandler);
        return call.InvokeAsync(routed, policy, cancelled);
    }

    private AttemptResult Handled<TRouted>(TRouted routed, int attempt)
        where TRouted : IRouted
    {
        Failing.Reach(FailPoint.AfterHandler);
        _heldUp.Passed(routed.Route);
        Log.Handled(logger, routed, attempt);
        return new AttemptResult(AttemptEnd.Handled);
    }

    /// <summary>Waits for the call, and calls again where only its transaction was in conflict with another.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> EndAsync<TRouted>(TRouted routed, DeliveryPolicy policy, ValueTask called, int attempt, CancellationToken cancelled)
        where TRouted : IRouted
    {
        for (var reruns = 0; ; reruns++)
        {
            try
            {
                if (reruns > 0)
                {
                    called = InvokeAsync(routed, policy, cancelled);
                }

                await called.ConfigureAwait(false);
                return Handled(routed, attempt);
            }
            catch (DiscardException e)
            {
                Log.Discarded(logger, e, routed.Route.Name, routed.Id, attempt, e.Message);
                return new AttemptResult(AttemptEnd.Handled);
            }
            catch (Exception e) when (cancelled.IsCancellationRequested)
            {
                // Whatever it is, it may be the cancellation's echo: a change must not be given up for that. It comes again.
                throw new OperationCanceledException($"Listener {routed.Route.Name} was cancelled.", e, cancelled);
            }
            catch (OutageException e)
            {
                return _heldUp.Result(routed, e);
            }
            catch (Exception e) when (reruns < TransactionConflict.MaxReruns && routed.Route.NeedsTransaction && TransactionConflict.Is(e))
            {
                Log.TransactionConflict(logger, e, routed.Route.Name, routed.Id, attempt, reruns + 1);
            }
            catch (Exception e)
            {
                _heldUp.Passed(routed.Route);
                return _failed.Of(routed, e, attempt, policy.Retry);
            }
        }
    }
}
