using PostgresWorker.Control;
using PostgresWorker.Sources;

namespace PostgresWorker.Sharding;

/// <summary>A shard that is read here, or is about to be.</summary>
internal sealed class ShardRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping;
    private readonly CancellationTokenRegistration _all;

    public ShardRun(ShardContext context, Shard shard, CancellationToken stopping, HandOver? handOver = null)
    {
        Shard = shard;
        Control = context.Control.Begin(shard.Name);
        _stopping = new CancellationTokenSource();
        _all = stopping.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _stopping);
        Ended = context.RunAsync(shard, Control, _stopping.Token, handOver);
    }

    public Shard Shard { get; }

    public SourceControl Control { get; }

    /// <summary>Completes when it is read no more: in order, because another instance has it, or with what ended it.</summary>
    public Task Ended { get; }

    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>Ends it in order.</summary>
    public void Stop() => _ = _stopping.CancelAllAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAllAsync().ConfigureAwait(false);
        await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _all.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }
}
