using System.Threading.Tasks.Sources;

namespace PostgresWorker.Delivery;

/// <summary>Takes work, delivers it and takes the next, one at a time, until there is none any more. Its waits for work make no garbage.</summary>
internal sealed class Lane : IValueTaskSource
{
    private readonly DeliveryQueue _queue;
    private readonly Deliverer _deliverer;
    private readonly Action<Exception> _fail;
    private readonly CancellationToken _abandoned;
    private readonly bool _isInline;
    private ManualResetValueTaskSourceCore<bool> _wake;

    public Lane(DeliveryQueue queue, Deliverer deliverer, bool isInline, Action<Exception> fail, CancellationToken abandoned)
    {
        _queue = queue;
        _deliverer = deliverer;
        _fail = fail;
        _abandoned = abandoned;
        _isInline = isInline;
    }

    /// <summary>Completes when it takes no more; never with an error.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>What it delivers; null where it waits for work, or has ended. Written under the lanes' lock, as are the next two.</summary>
    public Work? Work { get; set; }

    /// <summary>Whether it is to end.</summary>
    public bool IsOver { get; set; }

    /// <summary>Another lane whose wait ends at the same time.</summary>
    public Lane? NextWoken { get; set; }

    public void Start() => Completion = _isInline ? RunAsync() : Task.Run(RunAsync, CancellationToken.None);

    /// <summary>It is about to wait: from now on it may be woken.</summary>
    public void BeginWait() => _wake.Reset();

    /// <summary>Ends the wait.</summary>
    /// <param name="here">Whether it goes on in this thread, within the call.</param>
    public void Wake(bool here)
    {
        _wake.RunContinuationsAsynchronously = !here && !_isInline;
        _wake.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _wake.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);

    private async Task RunAsync()
    {
        try
        {
            _queue.Begin(this);
            while (!IsOver)
            {
                if (Work is not { } work)
                {
                    await new ValueTask(this, _wake.Version).ConfigureAwait(false);
                    _queue.GoOn(this);
                    continue;
                }

                AttemptResult result;
                try
                {
                    result = await _deliverer.DeliverAsync(work).ConfigureAwait(false);
                }
                catch
                {
                    _queue.Drop(this);
                    throw;
                }

                _queue.Settle(this, result);
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
