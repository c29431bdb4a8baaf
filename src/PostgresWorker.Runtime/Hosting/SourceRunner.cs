using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Control;
using PostgresWorker.DeadLetters;
using PostgresWorker.Observability;
using PostgresWorker.Sharding;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal;
using PostgresWorker.Wal.Publications;

namespace PostgresWorker.Hosting;

/// <summary>Keeps one source connected: again and again, with waits, for as long as the error may pass by itself.</summary>
/// <param name="definition">The source.</param>
/// <param name="connector">Makes its connections.</param>
/// <param name="database">Where listeners' transactions are begun.</param>
/// <param name="letters">The source's dead letters; null where none are kept.</param>
/// <param name="services">The application's services.</param>
/// <param name="control">Where to say how the source is, and what was asked of it.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The source's log.</param>
internal sealed class SourceRunner(
    SourceDefinition definition, ISourceConnector connector, DbDataSource database, LetterBox? letters, IServiceProvider services, SourceControl control, TimeProvider time, ILogger logger)
{
    /// <summary>How soon a waiting instance takes over a slot that was released.</summary>
    private static readonly TimeSpan StandbyInterval = TimeSpan.FromSeconds(1);

    private Lsn _position;
    private int _attempt;
    private bool _isStandby;

    /// <summary>Runs until <paramref name="stopping"/> is cancelled.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">The source cannot work as it is configured.</exception>
    /// <exception cref="ShardsElsewhereException">The consumer runs with another number of shards.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        Log.SourceStarting(logger, definition.Name, definition.Routes.Count, SlotName.For(definition.Name, definition.Options));
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ConnectAndRunAsync(stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (IsAnothers(e) && definition.Options.Shard is not null)
            {
                // Another shard may be free, which is not for this to know.
                break;
            }
            catch (Exception e) when (ConnectionError.IsSlotInUse(e))
            {
                await StandByAsync(stopping).ConfigureAwait(false);
            }
            catch (EpochOverException e)
            {
                Log.EpochLost(logger, definition.Name, e.Epoch);
                await StandByAsync(stopping).ConfigureAwait(false);
            }
            catch (TextFormNeededException e)
            {
                // At once: the connector remembers, so it happens but once.
                Log.TextMode(logger, definition.Name, e.Message);
            }
            catch (PublicationChangedException e)
            {
                // At once: what is written until it is mended is missed.
                Log.PublicationIncomplete(logger, definition.Name, e.Message);
            }
            catch (Exception e) when (ConnectionError.IsTransient(e, definition.Options))
            {
                var delay = definition.ReconnectBackoff.After(++_attempt);
                Log.ConnectionFailed(logger, e, definition.Name, _attempt, delay);
                control.Lose(e, _attempt, delay);
                _isStandby = false;
                await DelayAsync(delay, stopping).ConfigureAwait(false);
            }
            catch (ShardsElsewhereException)
            {
                // Not an end: it is read otherwise.
                throw;
            }
            catch (Exception e)
            {
                Log.SourceHalted(logger, definition.Name, e);
                control.Enter(SourceState.Halted, e);
                throw;
            }
        }

        if (definition.Options.Shard is null)
        {
            Log.SourceStopped(logger, definition.Name, _position);
        }

        control.Enter(SourceState.Stopped);
    }

    private static bool IsAnothers(Exception exception) => ConnectionError.IsSlotInUse(exception) || exception is EpochOverException;

    private async Task ConnectAndRunAsync(CancellationToken stopping)
    {
        // Where the stream broke, the listeners' connections are likely broken too.
        (database as NpgsqlDataSource)?.Clear();
        var source = await connector.ConnectAsync(_position, stopping).ConfigureAwait(false);
        await using var _ = Leaving.InTime(source).ConfigureAwait(false);
        _attempt = 0;
        _isStandby = false;
        control.Enter(SourceState.Running);
        control.Positions.Reach(source.Start);
        var session = new SourceSession(definition, source, database, letters, control, time, logger);
        try
        {
            await session.RunAsync(services, stopping).ConfigureAwait(false);
        }
        finally
        {
            // The next connection goes on behind what is finished, even if the server has not heard of it.
            _position = session.Position;
        }
    }

    private async Task StandByAsync(CancellationToken stopping)
    {
        if (!_isStandby)
        {
            (_isStandby, _attempt) = (true, 0);
            control.Enter(SourceState.Standby);
            Log.Standby(logger, definition.Name, SlotName.For(definition.Name, definition.Options));
        }

        await DelayAsync(StandbyInterval, stopping).ConfigureAwait(false);
    }

    private async Task DelayAsync(TimeSpan delay, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(delay, time, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }
}
