using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Observability;
using PostgresWorker.Sources;
using PostgresWorker.Wal;

namespace PostgresWorker.Hosting;

/// <summary>The stages of one connection, from its first change to its last confirmation.</summary>
internal sealed class SourceSession(SourceDefinition definition, IChangeSource source, Lsn position, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LastConfirmation = TimeSpan.FromSeconds(5);

    private readonly AckTracker _acks = new(position);

    /// <summary>Everything up to here is finished.</summary>
    public Lsn Position => _acks.Confirmed;

    /// <summary>Runs until <paramref name="stopping"/> is cancelled, then ends cleanly; or until the source fails.</summary>
    public async Task RunAsync(IServiceProvider services, CancellationToken stopping)
    {
        using var cutOff = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var options = definition.Options;
        var attempt = new DeliveryAttempt(services, definition.RetryBackoff, time, logger);
        var lanes = new LaneSet(options.MaxConcurrency, options.LaneCapacity, attempt);
        await using var _ = lanes.ConfigureAwait(false);
        var feedback = new FeedbackLoop(definition.Name, source, _acks, time, logger);
        await using var __ = feedback.ConfigureAwait(false);
        await using var ___ = stopping.Register(() => cutOff.CancelAfter(options.DrainTimeout)).ConfigureAwait(false);
        try
        {
            await new Pump(source, new Router(definition.Routes), lanes, _acks).RunAsync(stopping, cutOff.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await DrainAsync(lanes, cutOff.Token).ConfigureAwait(false);
            await ConfirmLastAsync(feedback).ConfigureAwait(false);
        }
        catch
        {
            // What is queued comes again with the next connection; what runs should not run beside it.
            await lanes.AbandonAsync().ConfigureAwait(false);
            cutOff.CancelAfter(options.DrainTimeout);
            await DrainAsync(lanes, cutOff.Token).ConfigureAwait(false);
            throw;
        }
    }

    private async Task DrainAsync(LaneSet lanes, CancellationToken cutOff)
    {
        if (!await lanes.DrainAsync(cutOff).ConfigureAwait(false))
        {
            Log.DrainTimedOut(logger, definition.Name, definition.Options.DrainTimeout);
            await lanes.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task ConfirmLastAsync(FeedbackLoop feedback)
    {
        using var deadline = new CancellationTokenSource(LastConfirmation, time);
        try
        {
            await feedback.ConfirmAsync(deadline.Token).ConfigureAwait(false);
            await source.WhenConfirmedAsync(Position, deadline.Token).ConfigureAwait(false);
            Log.SourceStopped(logger, definition.Name, Position);
        }
        catch (Exception e) when (e is OperationCanceledException || ConnectionError.IsTransient(e))
        {
            // The connection went away meanwhile: what was not confirmed comes again, as after any crash.
            Log.ConnectionFailed(logger, e, definition.Name, 1, TimeSpan.Zero);
        }
    }
}
