using System.Runtime.CompilerServices;
using PostgresWorker.Delivery;
using PostgresWorker.Sources;

namespace PostgresWorker.Hosting;

/// <content>How changes come to the lanes: gathered, or in their order where others must not pass.</content>
internal sealed partial class Pump
{
    private ValueTask PostAsync()
    {
        var posted = PostAsync(out var wakes);
        wakes.Run();
        return posted;
    }

    private ValueTask PostAsync(out Wakes wakes)
    {
        (_messages, wakes) = (0, default);
        return _posting.Count > 0 ? lanes.PostAsync(_posting, out wakes, _cutOff) : default;
    }

    private TableName[] Tables() => [.. _posting.Routed.Select(static routed => routed.Routed.Context.Table).Distinct()];

    /// <summary>Gathers what was routed, or posts it where it must not pass what was before.</summary>
    private bool TryPost(TableName[] barrier, in RawChange change, out ValueTask posted)
    {
        posted = default;
        if (change.IsAlone)
        {
            _transaction = acks.Begin(change.Transaction.CommitTime);
        }

        if (barrier.Length == 0 && resent is not { IsEmpty: false })
        {
            _posting.Gather(_transaction!);
            if (change.IsAlone)
            {
                Commit(change.Lsn);
            }

            return true;
        }

        posted = change.IsAlone ? PostAloneAsync(barrier, change.Lsn) : PostOrderedAsync(barrier);
        return false;
    }

    /// <summary>Posts what belongs to no transaction here: it is acknowledged by itself.</summary>
    private async ValueTask PostAloneAsync(TableName[] barrier, Lsn end)
    {
        await PostOrderedAsync(barrier).ConfigureAwait(false);
        Commit(end);
    }

    private void Commit(Lsn end)
    {
        _posting.CountIn();
        acks.Commit(_transaction!, end);
        _transaction = null;
    }

    /// <summary>Posts what was routed; a barrier (an old key that is not known, another content of the table) waits for all of its tables before it and lets none of them pass.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PostOrderedAsync(TableName[] barrier)
    {
        await PostAsync().ConfigureAwait(false);
        await WhenIdleAsync(barrier).ConfigureAwait(false);
        foreach (var routed in _posting.Routed)
        {
            resent?.Find(ref routed.Routed);
        }

        _posting.Gather(_transaction!);
        await PostAsync().ConfigureAwait(false);
        await WhenIdleAsync(barrier).ConfigureAwait(false);
    }

    private async ValueTask WhenIdleAsync(TableName[] tables)
    {
        foreach (var table in tables)
        {
            await lanes.WhenIdleAsync(_cutOff, table).ConfigureAwait(false);
        }
    }
}
