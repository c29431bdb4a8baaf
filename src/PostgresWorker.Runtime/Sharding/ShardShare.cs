using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Sharding;

/// <summary>
/// Reads as many shards as are this instance's share, of those that nobody reads. Nobody is asked to give one up: who has more than his share does so by himself, in order, and whoever has fewer finds it free.
/// </summary>
/// <param name="context">The source.</param>
/// <param name="membership">This instance among the others.</param>
internal sealed class ShardShare(ShardContext context, ShardMembership membership)
{
    // While somebody waits for a position that others have to reach.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100), RestInterval = TimeSpan.FromSeconds(10);

    private readonly Dictionary<int, ShardRun> _runs = [];
    private readonly IReadOnlyList<Shard> _shards = Shard.All(context.Count);
    private readonly string[] _slots = Shard.Slots(context.Consumer, context.Count);
    private readonly ShardSlots _catalog = new(context.Database);
    private readonly ShardPositions _positions = new(context.Store.Database);
    private readonly ShardRest _rest = new(context);
    private long _restLooked;

    /// <summary>Whether anything is read here.</summary>
    public bool IsReading => _runs.Count > 0;

    /// <summary>One look, and what follows from it.</summary>
    /// <returns>Whether the source still runs with that many shards.</returns>
    /// <exception cref="Exception">What ended a shard, and with it the source.</exception>
    public async Task<bool> LookAsync(CancellationToken stopping)
    {
        var instances = Array.ConvertAll(membership.All.Where(one => one.Shards == context.Count).ToArray(), one => one.Id);
        await ReapAsync(instances.Length).ConfigureAwait(false);
        if (await context.Table.ReadAsync(stopping).ConfigureAwait(false) is not { } state || !state.IsAt(context.Count))
        {
            return false;
        }

        var slots = await _catalog.ReadAsync(_slots, stopping).ConfigureAwait(false);
        var (share, first) = ShardShares.Of(instances, membership.Id, context.Count);
        var surplus = _runs.Values.Count(run => !run.IsStopping) - share;
        foreach (var run in _runs.Values.Where(run => !run.IsStopping).OrderByDescending(run => run.Shard.Index).Take(surplus).ToArray())
        {
            run.Stop();
        }

        for (var i = 0; i < context.Count && surplus < 0; i++)
        {
            var shard = _shards[(first + i) % context.Count];
            if (!_runs.ContainsKey(shard.Index) && slots.GetValueOrDefault(_slots[shard.Index]) is not { IsActive: true })
            {
                Log.ShardTaken(context.Logger, context.Source, shard.Name, instances.Length);
                _runs[shard.Index] = new ShardRun(context, shard, stopping);
                surplus++;
            }
        }

        await ReachAsync(stopping).ConfigureAwait(false);
        await TidyAsync(state, stopping).ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits for the next look: a moment, or until a shard has ended.</summary>
    public async Task WaitAsync(CancellationToken stopping)
    {
        var delay = context.Control.Positions.Wanted == Lsn.None ? ShardMembership.Beat : Shortest;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny([Task.Delay(delay, context.Time, woken.Token), .. _runs.Values.Select(run => run.Ended)]).ConfigureAwait(false);
        await woken.CancelAllAsync().ConfigureAwait(false);
    }

    /// <summary>Gives all up, in order.</summary>
    public async Task EndAsync()
    {
        foreach (var run in _runs.Values)
        {
            run.Stop();
        }

        foreach (var run in _runs.Values.ToArray())
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }

        _runs.Clear();
    }

    private async Task ReapAsync(int instances)
    {
        foreach (var run in _runs.Values.Where(run => run.Ended.IsCompleted).ToArray())
        {
            _runs.Remove(run.Shard.Index);
            await run.DisposeAsync().ConfigureAwait(false);
            if (run.Ended is { IsFaulted: true, Exception.InnerException: { } fault and not ShardsElsewhereException })
            {
                throw new ShardHaltedException(fault);
            }

            Log.ShardGivenUp(context.Logger, context.Source, run.Shard.Name, run.Control.Positions.Handled);
        }
    }

    /// <summary>How far all shards are: those here by what is known here, the others by their checkpoints.</summary>
    private async Task ReachAsync(CancellationToken cancellationToken)
    {
        var written = await _positions.ReadAsync(_slots, cancellationToken).ConfigureAwait(false);
        var all = new Lsn(ulong.MaxValue);
        foreach (var shard in _shards)
        {
            var position = written.GetValueOrDefault(_slots[shard.Index]);
            var own = _runs.TryGetValue(shard.Index, out var run) ? run.Control.Positions.Handled : Lsn.None;
            position = own > position ? own : position;
            all = position < all ? position : all;
        }

        context.Control.Positions.Reach(all);
    }

    private async Task TidyAsync(ShardState state, CancellationToken cancellationToken)
    {
        if (state.Previous is { } previous && (_restLooked == 0 || context.Time.GetElapsedTime(_restLooked) > RestInterval))
        {
            _restLooked = context.Time.GetTimestamp();
            await _rest.RemoveAsync(previous, cancellationToken).ConfigureAwait(false);
        }
    }
}
