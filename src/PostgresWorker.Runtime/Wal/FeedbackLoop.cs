using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.Observability;
using PostgresWorker.Sources;
using PostgresWorker.Telemetry;

namespace PostgresWorker.Wal;

/// <summary>
/// Writes the checkpoint and then confirms it to the server, once a second or sooner and whatever reader and handlers do, once it is known that nothing was left out; on an idle stream the server's own
/// position, so that the WAL of other tables and databases is not retained. The server never hears of a position that is not written: that it stands behind the
/// checkpoint always means that somebody else has moved it.
/// </summary>
internal sealed class FeedbackLoop : IAsyncDisposable
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(5), LastPause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly SemaphoreSlim _confirming = new(1);
    private readonly string _name;
    private readonly IConfirmableSource _source;
    private readonly AckTracker _acks;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CheckpointWrites _checkpoint;
    private readonly CheckpointPace _pace;
    private readonly Task _loop;
    private Lsn _sent;
    private long _sentAt;

    public FeedbackLoop(string name, IConfirmableSource source, AckTracker acks, TimeSpan interval, TimeProvider time, ILogger logger, LoopBeats? beats = null)
    {
        _name = name;
        _source = source;
        _acks = acks;
        _checkpoint = new CheckpointWrites(name, source.Checkpoint, time, logger);
        _pace = new CheckpointPace(interval);
        _logger = logger;
        _time = time;
        _sentAt = time.GetTimestamp();
        _loop = Task.Run(() => RunAsync(beats), CancellationToken.None);
    }

    /// <summary>Cancelled when the connection turns out to be broken, which nobody else notices while nobody reads.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Why it is lost.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The last position that was confirmed.</summary>
    public Lsn Sent => _sent;

    /// <summary>Ends the loop; the connection must still be open, for a confirmation may be on its way.</summary>
    public async Task StopAsync()
    {
        await _stopped.CancelAllAsync().ConfigureAwait(false);
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

    /// <summary>Confirms what is finished now; one at a time, so that no position is sent twice or behind a later one. Nothing, where the checkpoint can't be written for the moment.</summary>
    public ValueTask ConfirmAsync(CancellationToken cancellationToken) => ConfirmAsync(isLast: false, cancellationToken);

    /// <summary>As <see cref="ConfirmAsync(CancellationToken)"/>, and there is no next time: where the checkpoint can't be written, it is tried until <paramref name="deadline"/> is cancelled.</summary>
    public ValueTask ConfirmLastAsync(CancellationToken deadline) => ConfirmAsync(isLast: true, deadline);

    private async ValueTask ConfirmAsync(bool isLast, CancellationToken cancellationToken)
    {
        await _confirming.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ConfirmFinishedAsync(isLast, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _confirming.Release();
        }
    }

    private async ValueTask ConfirmFinishedAsync(bool isLast, CancellationToken cancellationToken)
    {
        // In this order: what arrives after the position was read is not covered by it, and what arrived before has begun in the tracker.
        var received = _source.Received;
        if (IsWorthIt(received))
        {
            _acks.ConfirmIdle(received);
        }
        else
        {
            _acks.ReachIdle(received);
        }

        var (position, handled) = _acks.Progress;
        if (isLast && position > received)
        {
            // The reader is done, and did not ask for what follows the last that it read: where messages are listened to, that is not counted as received before.
            received = position;
        }

        var before = _checkpoint.Written;
        var isTime = _pace.Look(position) || isLast || _source.Checkpoint.IsAsked;
        var isDue = isTime && position > before && position <= received && (handled > before || IsWorthIt(position));
        if ((isDue || before > _sent) && await IsCoveredAsync(received, isLast, cancellationToken).ConfigureAwait(false))
        {
            if (isDue)
            {
                await WriteAsync(position, isLast, cancellationToken).ConfigureAwait(false);
            }

            var written = _checkpoint.Written;
            if (written > before)
            {
                _pace.Written();
            }

            if (written > _sent && written <= received)
            {
                await SendAsync(written, cancellationToken).ConfigureAwait(false);
                Log.Confirmed(_logger, _name, written);
                return;
            }
        }

        if (_time.GetElapsedTime(_sentAt) > ProbeInterval)
        {
            await _source.ConfirmAsync(Lsn.None, cancellationToken).ConfigureAwait(false);
            _sentAt = _time.GetTimestamp();

            // An idle source has nothing to confirm, and must learn of it all the same.
            await _source.CoversAsync(received, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether nothing was left out up to a position; at the last it is asked until that can be said.</summary>
    private async ValueTask<bool> IsCoveredAsync(Lsn received, bool isLast, CancellationToken cancellationToken)
    {
        while (!await _source.CoversAsync(received, cancellationToken).ConfigureAwait(false))
        {
            if (!isLast)
            {
                return false;
            }

            await Task.Delay(LastPause, _time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Whether a position is far enough ahead to be written though nothing was handled.</summary>
    private bool IsWorthIt(Lsn position) => position > _checkpoint.Written && position.Value - _checkpoint.Written.Value >= _source.Checkpoint.IdleStep;

    private ValueTask WriteAsync(Lsn position, bool isLast, CancellationToken cancellationToken) =>
        isLast ? _checkpoint.WriteAsync(position, cancellationToken) : _checkpoint.TryWriteAsync(position, cancellationToken);

    private async Task SendAsync(Lsn position, CancellationToken cancellationToken)
    {
        await _source.ConfirmAsync(position, cancellationToken).ConfigureAwait(false);
        _sent = position;
        _sentAt = _time.GetTimestamp();
    }

    private async Task RunAsync(LoopBeats? beats)
    {
        using var beat = beats?.Begin("feedback");
        using var timer = new PeriodicTimer(_pace.BetweenLooks, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopped.Token).ConfigureAwait(false))
            {
                await ConfirmAsync(_stopped.Token).ConfigureAwait(false);
                beat?.Move();
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // Stopped.
        }
#pragma warning disable CA1031 // A connection that breaks while a confirmation is sent fails in many ways; whichever, it is lost. So it is where another instance is active.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure = e;
            await _lost.CancelAllAsync().ConfigureAwait(false);
        }
    }
}
