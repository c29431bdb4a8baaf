using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Wal;

/// <summary>
/// Confirms to the server what is finished, a few times a second and whatever reader and handlers do; on an idle stream the server's own
/// position, so that the WAL of other tables and databases is not retained.
/// </summary>
internal sealed class FeedbackLoop : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200), ProbeInterval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly SemaphoreSlim _confirming = new(1);
    private readonly string _name;
    private readonly IChangeSource _source;
    private readonly AckTracker _acks;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Task _loop;
    private Lsn _sent;
    private long _sentAt;

    public FeedbackLoop(string name, IChangeSource source, AckTracker acks, TimeProvider time, ILogger logger)
    {
        _name = name;
        _source = source;
        _acks = acks;
        _logger = logger;
        _time = time;
        _sentAt = time.GetTimestamp();
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Cancelled when the connection turns out to be broken, which nobody else notices while nobody reads.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Ends the loop; the connection must still be open, for a confirmation may be on its way.</summary>
    public async Task StopAsync()
    {
        await _stopped.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopped.Dispose();
        _lost.Dispose();
        _confirming.Dispose();
    }

    /// <summary>Confirms what is finished now; one at a time, so that no position is sent twice or behind a later one.</summary>
    public async ValueTask ConfirmAsync(CancellationToken cancellationToken)
    {
        await _confirming.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ConfirmFinishedAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _confirming.Release();
        }
    }

    private async ValueTask ConfirmFinishedAsync(CancellationToken cancellationToken)
    {
        // In this order: what arrives after the position was read is not covered by it, and what arrived before has begun in the tracker.
        var received = _source.Received;
        _acks.ConfirmIdle(received);
        var position = _acks.Confirmed;
        if (position > _sent && position <= received)
        {
            await SendAsync(position, cancellationToken).ConfigureAwait(false);
            Log.Confirmed(_logger, _name, position);
        }
        else if (_time.GetElapsedTime(_sentAt) > ProbeInterval)
        {
            await SendAsync(_sent, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(Lsn position, CancellationToken cancellationToken)
    {
        await _source.ConfirmAsync(position, cancellationToken).ConfigureAwait(false);
        _sent = position;
        _sentAt = _time.GetTimestamp();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopped.Token).ConfigureAwait(false))
            {
                await ConfirmAsync(_stopped.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // Stopped.
        }
#pragma warning disable CA1031 // A connection that breaks while a confirmation is sent fails in many ways; whichever, it is lost.
        catch
#pragma warning restore CA1031
        {
            await _lost.CancelAsync().ConfigureAwait(false);
        }
    }
}
