using System.Data.Common;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using PostgresWorker.Control;
using PostgresWorker.DeadLetters;
using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Parking;
using PostgresWorker.Delivery.Timeouts;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Telemetry;
using PostgresWorker.Wal;

namespace PostgresWorker.Hosting;

/// <summary>The stages of one connection, from its first change to its last confirmation.</summary>
/// <param name="definition">The source.</param>
/// <param name="source">The connection.</param>
/// <param name="database">Where listeners' transactions are begun.</param>
/// <param name="letters">The source's dead letters; null where none are kept.</param>
/// <param name="control">Where to say how far the source is, and what was asked of it.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The source's log.</param>
internal sealed class SourceSession(SourceDefinition definition, IChangeSource source, DbDataSource database, LetterBox? letters, SourceControl control, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LastConfirmation = TimeSpan.FromSeconds(5);

    private IAcknowledgements? _acks;

    /// <summary>Everything up to here is finished.</summary>
    public Lsn Position => _acks?.Position ?? source.Start;

    /// <summary>Runs until <paramref name="stopping"/> is cancelled, then ends cleanly; or until the source fails.</summary>
    public async Task RunAsync(IServiceProvider services, CancellationToken stopping)
    {
        using var cutOff = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var options = definition.Options;
        var epoch = source.Epoch;
        var telemetry = control.Telemetry;
        var consumer = SlotName.For(definition.Name, options);
        var handled = new HandledChanges(consumer, epoch);
        var wire = new WireStore();
        var attempt = new DeliveryAttempt(
            new ListenerCall(services, new ListenerTransactions(database, handled, logger), new TimedCalls(time, logger)), definition.Policies, definition.Random, time, logger,
            new DeliveryTelemetry(telemetry.Worker, consumer, time));
        var writer = letters?.Writer(epoch);
        var parkedWriter = letters?.ParkedWriter(epoch);
        var parked = letters is null ? null : await letters.ParkedAsync(definition, parkedWriter!, stopping).ConfigureAwait(false);
        var lanes = new LaneSet(
            LaneSettings.Of(options), attempt, writer is null ? new HaltWhenExhausted() : letters!.Deliveries(writer, parked, definition.Policies, telemetry.Counts), time, logger, wire, control.Pauses, parked,
            telemetry.Counts);
        await using var _ = lanes.ConfigureAwait(false);
        using var turn = new WriterTurn();
        var replays = writer is null ? null : letters!.Replays(definition, database, writer, wire, lanes, turn, parked, parkedWriter!, source.Share);
        source.Share.TakenOver = letters is null ? null : ct => letters.TakeOverAsync(parked, ct);
        source.Share.ParkedElsewhere = letters is null ? null : ct => letters.LookAsync(parked, ct);
        var acks = _acks = source.Acknowledge(new AcknowledgeSettings(definition.Name, options.CheckpointInterval, control.Positions, time, logger, telemetry.Beats));
        await using var __ = Leaving.InTime(acks).ConfigureAwait(false);
        using var ____ = telemetry.Begin(lanes, acks);
        await using var ___ = stopping.Register(() => cutOff.CancelAfter(options.DrainTimeout)).ConfigureAwait(false);
        try
        {
            // A pump that waits for its listeners does not read, and learns only from the feedback that the connection is gone.
            // That the epoch is over ends reading too: there is another instance.
            using var ended = CancellationTokenSource.CreateLinkedTokenSource([cutOff.Token, acks.Lost, lanes.Failed, epoch.Over]);
            using var stopped = CancellationTokenSource.CreateLinkedTokenSource([stopping, acks.Lost, lanes.Failed, epoch.Over]);
            var resent = writer is null ? null : await letters!.ResentAsync(source.Start, writer, stopped.Token).ConfigureAwait(false);
            replays?.Start(stopped.Token);
            try
            {
                var router = new Router(definition.Routes, wire, MayPark(definition.Policies, parked), options.OnUnfitRow == OnUnfitRow.DeadLetter ? SayUnfit : null);
                await new Pump(source, router, lanes, acks, turn, resent).RunAsync(stopped.Token, ended.Token).ConfigureAwait(false);
            }
            finally
            {
                if (replays is not null)
                {
                    await Leaving.InTime(replays).DisposeAsync().ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (epoch.Over.IsCancellationRequested)
        {
            await lanes.CancelAsync().ConfigureAwait(false);
            throw new EpochOverException(epoch.Number);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !acks.Lost.IsCancellationRequested && !lanes.Failed.IsCancellationRequested)
        {
            await DrainAsync(lanes, cutOff.Token).ConfigureAwait(false);
            await ConfirmLastAsync(acks).ConfigureAwait(false);
            ThrowFault(lanes);
        }
        catch (Exception e)
        {
            if (e is OperationCanceledException || ConnectionError.IsTransient(e))
            {
                // At once: the handlers that are waited for now may take long.
                control.Enter(SourceState.Reconnecting, e);
            }

            // What is queued comes again with the next connection; what runs should not run beside it.
            await lanes.AbandonAsync().ConfigureAwait(false);
            cutOff.CancelAfter(options.DrainTimeout);
            await DrainAsync(lanes, cutOff.Token).ConfigureAwait(false);
            ThrowFault(lanes);
            if (e is OperationCanceledException)
            {
                throw acks.Failure is { } failure && !ConnectionError.IsTransient(failure)
                    ? failure
                    : new IOException("The connection broke while nobody read.", acks.Failure ?? e);
            }

            throw;
        }
    }

    private void SayUnfit(ListenerRoute route, RowLayoutException error) => Log.RowUnfit(logger, definition.Name, $"listener {route.Name} can't read its rows: {error.Message}");

    private static Func<ListenerRoute, bool> MayPark(DeliveryPolicies policies, ParkedKeys? parked) => route => policies.Of(route).Retry.MayPark || parked?.Holds(route) == true;

    /// <summary>What ended the lanes ends the session, whatever else did.</summary>
    private static void ThrowFault(LaneSet lanes)
    {
        if (lanes.Fault is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    private async Task DrainAsync(LaneSet lanes, CancellationToken cutOff)
    {
        if (!await lanes.DrainAsync(cutOff).ConfigureAwait(false))
        {
            Log.DrainTimedOut(logger, definition.Name, definition.Options.DrainTimeout);
            await lanes.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task ConfirmLastAsync(IAcknowledgements acks)
    {
        using var deadline = new CancellationTokenSource(LastConfirmation, time);
        try
        {
            await acks.ConfirmLastAsync(deadline.Token).WaitAsync(deadline.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever goes wrong: what was not confirmed comes again, as after any crash. A server that stops with us is no error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.LastConfirmationFailed(logger, e, definition.Name, Position);
        }
    }
}
