using System.Threading.Tasks.Sources;

namespace PostgresWorker.Delivery;

/// <summary>Takes work, delivers it and takes the next, one at a time, until there is none any more. Its waits for work make no garbage.</summary>
internal sealed class Lane : IValueTaskSource<Work?>
{
    private readonly DeliveryQueue _queue;
    private readonly Deliverer _deliverer;
    private readonly Action<Exception> _fail;
    private readonly CancellationToken _abandoned;
    private readonly bool _isInline;
    private ManualResetValueTaskSourceCore<Work?> _work;

    public Lane(DeliveryQueue queue, Deliverer deliverer, bool isInline, Action<Exception> fail, CancellationToken abandoned)
    {
        _queue = queue;
        _deliverer = deliverer;
        _fail = fail;
        _abandoned = abandoned;
        _isInline = isInline;
        _work.RunContinuationsAsynchronously = !isInline;
    }

    /// <summary>Completes when it takes no more; never with an error.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>What its wait ends with.</summary>
    public Work? Given { get; set; }

    /// <summary>Another lane whose wait ends at the same time.</summary>
    public Lane? NextWoken { get; set; }

    public void Start() => Completion = _isInline ? RunAsync() : Task.Run(RunAsync, CancellationToken.None);

    /// <summary>Begins to wait for work.</summary>
    public ValueTask<Work?> WaitAsync()
    {
        _work.Reset();
        return new ValueTask<Work?>(this, _work.Version);
    }

    /// <summary>Ends the wait with what was given; without anything, it takes no more.</summary>
    public void Resume()
    {
        var given = Given;
        Given = null;
        _work.SetResult(given);
    }

    Work? IValueTaskSource<Work?>.GetResult(short token) => _work.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Work?>.GetStatus(short token) => _work.GetStatus(token);

    void IValueTaskSource<Work?>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _work.OnCompleted(continuation, state, token, flags);

    private async Task RunAsync()
    {
        try
        {
            for (var work = await _queue.TakeAsync(this).ConfigureAwait(false); work is not null;)
            {
                AttemptResult result;
                try
                {
                    result = await _deliverer.DeliverAsync(work).ConfigureAwait(false);
                }
                catch
                {
                    _queue.Drop(work);
                    throw;
                }

                work = await _queue.SettleAsync(this, work, result).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_abandoned.IsCancellationRequested)
        {
            // What is unfinished comes again.
        }
#pragma warning disable CA1031 // Whoever posts or waits next throws it, and the session learns of it by a token.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _fail(e);
        }
    }
}
