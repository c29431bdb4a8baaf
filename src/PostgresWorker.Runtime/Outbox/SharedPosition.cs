using Microsoft.Extensions.Logging;
using PostgresWorker.Control;
using PostgresWorker.Observability;
using PostgresWorker.Sources;
using PostgresWorker.Store;

namespace PostgresWorker.Outbox;

/// <summary>
/// Up to where the instances that share an outbox have handled it. Each writes to its row how far it is in its own lanes; the lowest of these, where all lanes have an owner and each owner has said
/// it, is how far all are. It is written whenever the lease is renewed, and at once while somebody waits, here or at another instance.
/// </summary>
internal sealed class SharedPosition : IAsyncDisposable
{
    // Whoever waits one after another does not keep the database busy.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _stopped = new();
    private readonly string _source;
    private readonly InstanceTable _table;
    private readonly LaneTable _lanes;
    private readonly Epoch _epoch;
    private readonly Func<TimeSpan> _interval;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WakeUps _wake;
    private HandledPositions? _positions;
    private Task _loop = Task.CompletedTask;
    private volatile Mark? _own;
    private volatile Mark? _written;
    private ulong _asked;
    private Lsn _told;

    /// <param name="source">The source's name.</param>
    /// <param name="table">The instances.</param>
    /// <param name="lanes">This one's lanes.</param>
    /// <param name="epoch">This instance.</param>
    /// <param name="interval">Says the longest time between two looks at how far the others are, while somebody waits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The source's log.</param>
    public SharedPosition(string source, InstanceTable table, LaneTable lanes, Epoch epoch, Func<TimeSpan> interval, TimeProvider time, ILogger logger)
    {
        (_source, _table, _lanes, _epoch, _interval, _time, _logger) = (source, table, lanes, epoch, interval, time, logger);
        _wake = new WakeUps(interval, time);
    }

    /// <summary>Up to where this instance has handled everything in its lanes.</summary>
    public Mark? Own => _own;

    /// <summary>Whether somebody waits for what this instance has reached since it last said how far it is.</summary>
    private bool IsAskedFor
    {
        get
        {
            var (own, written, asked) = (_own, _written, new Lsn(Volatile.Read(ref _asked)));
            return own is not null && asked != Lsn.None && own != written && (written is null || written.Claims != own.Claims || written.Position < asked);
        }
    }

    /// <summary>Begins to tell those who wait.</summary>
    public void Start(HandledPositions positions)
    {
        _positions = positions;
        positions.Waited = _wake.Wake;
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Everything up to a mark is handled in the lanes of this instance.</summary>
    public void Reach(Mark mark)
    {
        _own = mark;
        if (mark.IsAll)
        {
            Tell(mark.Position);
        }

        Answer();
    }

    /// <summary>Everything up to a position is handled, whoever did it.</summary>
    public void Tell(Lsn position) => _positions?.Reach(position);

    /// <summary>An instance has somebody who waits for a position; none where nobody waits.</summary>
    public void Ask(Lsn position)
    {
        Volatile.Write(ref _asked, position.Value);
        Answer();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_positions is not null)
        {
            _positions.Waited = null;
        }

        await _stopped.CancelAllAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopped.Dispose();
    }

    private void Answer()
    {
        if (IsAskedFor)
        {
            _wake.Wake();
        }
    }

    private async Task RunAsync()
    {
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(_wake.Next()).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Delivery goes on, and so does the lease, with which the position is written too.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var delay = _interval();
                Log.UpkeepFailed(_logger, e, _source, delay);
                (_written, _told) = (null, Lsn.None);
                await Task.WhenAny(Task.Delay(delay, _time, _stopped.Token)).ConfigureAwait(false);
            }
        }
    }

    private async Task RoundAsync(Task woken)
    {
        var wanted = _positions!.Wanted;

        // Who has all lanes need not ask anybody.
        var asks = _lanes.HoldsAll ? Lsn.None : wanted;
        if (asks != Lsn.None || asks != _told || IsAskedFor)
        {
            await ExchangeAsync(asks).ConfigureAwait(false);
            await Task.Delay(Shortest, _time, _stopped.Token).ConfigureAwait(false);
        }
        else if (wanted == Lsn.None)
        {
            await woken.WaitAsync(_stopped.Token).ConfigureAwait(false);
            return;
        }

        await _wake.WaitAsync(woken, _stopped.Token).ConfigureAwait(false);
    }

    private async Task ExchangeAsync(Lsn asks)
    {
        var own = _own;
        var handled = await _table.ExchangeAsync(_epoch.Number, own == _written ? null : own, asks, asks != _told, _stopped.Token).ConfigureAwait(false);
        if (asks != _told)
        {
            _wake.Found();
        }

        (_written, _told) = (own, asks);
        Tell(handled);
    }
}
