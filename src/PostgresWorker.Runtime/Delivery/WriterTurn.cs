namespace PostgresWorker.Delivery;

/// <summary>The lanes have one writer at a time: the pump, but for when it waits for the stream or somebody asks for a turn.</summary>
internal sealed class WriterTurn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _waiting;

    /// <summary>Whether another writer waits for its turn, which it gets as soon as this one's ends.</summary>
    public bool IsAsked => Volatile.Read(ref _waiting) > 0;

    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Give() => _turn.Release();

    public void Dispose() => _turn.Dispose();
}
