using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Sharding;

/// <summary>Keeps this instance among those of its source, and knows which there are.</summary>
internal sealed class ShardMembership : IAsyncDisposable
{
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopped = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ShardContext _context;
    private readonly ShardInstances _instances;
    private readonly Task _loop;
    private volatile IReadOnlyList<ShardInstance> _all = [];
    private long _id;

    public ShardMembership(ShardContext context)
    {
        _context = context;
        _instances = new ShardInstances(context.Store.Database, context.Consumer);
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Completes when all that are there are known.</summary>
    /// <exception cref="Exception">This instance can't be one of them.</exception>
    public Task Begun => _begun.Task;

    /// <summary>This instance's number.</summary>
    public long Id => Interlocked.Read(ref _id);

    /// <summary>All instances that were heard of lately, this one included.</summary>
    public IReadOnlyList<ShardInstance> All => _all;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAllAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopped.Dispose();
        try
        {
            using var deadline = new CancellationTokenSource(ShardInstances.Lease, _context.Time);
            await _instances.LeaveAsync(Id, deadline.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it is: it is forgotten soon anyway.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.InstanceNotRemoved(_context.Logger, e, _context.Source, Id);
        }
    }

    private async Task RunAsync()
    {
        using var beat = _context.Control.Telemetry.Beats.Begin("shards");
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                using var deadline = new CancellationTokenSource(ShardInstances.Lease, _context.Time);
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token, deadline.Token);
                await BeatAsync(ended.Token).ConfigureAwait(false);
                _begun.TrySetResult();
                beat.Move();
                await Task.Delay(Beat, _context.Time, _stopped.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // What is read here goes on, whoever knows of it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (_begun.TrySetException(e is OperationCanceledException ? new TimeoutException("The store did not answer.", e) : e))
                {
                    return;
                }

                beat.Move();
                Log.ShardsNotShared(_context.Logger, e, _context.Source);
                await Task.WhenAny(Task.Delay(Beat, _context.Time, _stopped.Token)).ConfigureAwait(false);
            }
        }

        _begun.TrySetCanceled();
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        var wanted = _context.Control.Positions.Wanted;
        IReadOnlyList<ShardInstance>? all = null;
        while (Id == 0 || (all = await _instances.BeatAsync(Id, wanted, cancellationToken).ConfigureAwait(false)) is null)
        {
            Interlocked.Exchange(ref _id, await _instances.JoinAsync(_context.Count, cancellationToken).ConfigureAwait(false));
        }

        _all = all;
        var asked = wanted;
        foreach (var one in all)
        {
            asked = one.Asked > asked ? one.Asked : asked;
        }

        _context.Asked.Position = asked;
    }
}
