using System.Collections.Concurrent;
using System.Threading.Channels;
using PostgresWorker.Delivery;
using PostgresWorker.FailPoints;
using PostgresWorker.Sources;

namespace PostgresWorker.Outbox;

/// <summary>Deletes finished changes from the outbox, many at a time.</summary>
internal sealed class OutboxAcknowledgements : IAcknowledgements
{
    private const int MaxGroup = 5000;

    // What finishes in this time goes with it. A change that is finished and still there costs a look at it, no more.
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(10);

    private readonly Channel<OutboxProgress> _finished = Channel.CreateUnbounded<OutboxProgress>();
    private readonly ConcurrentQueue<long> _gone = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly OutboxSource _source;
    private readonly OutboxDeletion _deletion;
    private readonly LaneTable _lanes;
    private readonly Generations _generations;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly Task _loop;

    // What is being deleted. A stop cuts that short, and then it is deleted at the last, whether it is gone already or not: else another instance would find it there.
    private readonly List<OutboxProgress> _group = [];

    public OutboxAcknowledgements(OutboxSource source, OutboxDeletion deletion, LaneTable lanes, SharedPosition shared, in AcknowledgeSettings settings)
    {
        _source = source;
        _deletion = deletion;
        _lanes = lanes;
        _generations = new Generations(shared.Reach);
        _interval = settings.Interval < MinInterval ? settings.Interval : MinInterval;
        _time = settings.Time;
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <inheritdoc />
    public Lsn Position => _generations.Last is { IsAll: true } last ? last.Position : Lsn.None;

    /// <inheritdoc />
    public CancellationToken Lost => _lost.Token;

    /// <inheritdoc />
    public Exception? Failure { get; private set; }

    /// <inheritdoc />
    public DeliveryProgress Begin(DateTimeOffset committedAt = default) => new OutboxProgress(this, _source.Row.Id, _source.Row.Lane, _generations.Begin());

    /// <inheritdoc />
    public void Commit(DeliveryProgress progress, Lsn end)
    {
        if (Mutants.Are(Mutant.AcknowledgesUnhandled))
        {
            Finish((OutboxProgress)progress);
            return;
        }

        progress.Finish();
    }

    /// <summary>Whatever was committed up to a mark has begun.</summary>
    public void Close(Mark mark) => _generations.Close(mark);

    /// <summary>Gives the next change that was deleted.</summary>
    public bool TryTakeGone(out long id) => _gone.TryDequeue(out id);

    /// <summary>All deliveries of a change are finished.</summary>
    public void Finish(OutboxProgress progress)
    {
        _generations.Finish(progress.Generation);
        _finished.Writer.TryWrite(progress);
    }

    /// <inheritdoc />
    public async Task ConfirmLastAsync(CancellationToken cancellationToken)
    {
        await StopAsync().ConfigureAwait(false);
        while (Take())
        {
            await DeleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopped.Dispose();
        _lost.Dispose();
    }

    private async Task StopAsync()
    {
        await _stopped.CancelAllAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _finished.Reader.WaitToReadAsync(_stopped.Token).ConfigureAwait(false))
            {
                if (_finished.Reader.Count < MaxGroup)
                {
                    await Task.Delay(_interval, _time, _stopped.Token).ConfigureAwait(false);
                }

                Take();
                await DeleteAsync(_stopped.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // Stopped.
        }
#pragma warning disable CA1031 // Whatever it is, what is finished can't be deleted by this session: it comes again with the next.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure = e;
            await _lost.CancelAllAsync().ConfigureAwait(false);
        }
    }

    private bool Take()
    {
        while (_group.Count < MaxGroup && _finished.Reader.TryRead(out var progress))
        {
            _group.Add(progress);
        }

        return _group.Count > 0;
    }

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        Failing.Reach(FailPoint.BeforeDeletion);
        await _deletion.DeleteAsync(_group, cancellationToken).ConfigureAwait(false);
        Failing.Reach(FailPoint.AfterDeletion);
        foreach (var progress in _group)
        {
            _gone.Enqueue(progress.Id);
            _lanes.Leave(progress.Lane);
        }

        _group.Clear();
        _source.Wake();
    }
}
