using PostgresWorker.Control;
using PostgresWorker.Hosting;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Sharding;

/// <summary>
/// A source that reads the WAL, in one or in several shards. One that is not divided, and never was, runs as if there were no such thing; one that is has its shards shared among the instances that are there.
/// </summary>
/// <param name="whole">The source as it is configured.</param>
/// <param name="runs">Runs what reads a slot.</param>
/// <param name="control">Where to say how it is.</param>
internal sealed class ShardedSource(SourceDefinition whole, SourceRuns runs, SourceControl control)
{
    // What a change from several shards to one may have left behind is not in a hurry.
    private static readonly TimeSpan RestDelay = TimeSpan.FromSeconds(10);

    private int _attempt;

    /// <summary>Runs until <paramref name="stopping"/> is cancelled.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">The source cannot work as it is configured.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (whole.Options.Shards == 1 && await RunWholeAsync(stopping).ConfigureAwait(false))
            {
                return;
            }

            await TryDividedAsync(stopping).ConfigureAwait(false);
        }

        control.Enter(SourceState.Stopped);
    }

    /// <returns>False where the consumer is divided, be it by an instance that came before or after.</returns>
    private async Task<bool> RunWholeAsync(CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var tidying = TidyAsync(ended.Token);
        try
        {
            await runs.RunAsync(whole, control, stopping).ConfigureAwait(false);
            return true;
        }
        catch (ShardsElsewhereException)
        {
            return false;
        }
        finally
        {
            await ended.CancelAllAsync().ConfigureAwait(false);
            await tidying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryDividedAsync(CancellationToken stopping)
    {
        var context = new ShardContext(whole, runs, control);
        await using var _ = context.ConfigureAwait(false);
        try
        {
            await RunDividedAsync(context, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The loop sees it.
        }
        catch (ShardHaltedException e)
        {
            control.Enter(SourceState.Halted, e.InnerException);
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException!);
        }
        catch (Exception e) when (ConnectionError.IsTransient(e, whole.Options) || ConnectionError.IsSlotInUse(e) || e is ShardsElsewhereException)
        {
            var delay = whole.ReconnectBackoff.After(++_attempt);
            Log.ConnectionFailed(runs.Logger, e, whole.Name, _attempt, delay);
            control.Lose(e, _attempt, delay);
            await Task.WhenAny(Task.Delay(delay, runs.Time, stopping)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.SourceHalted(runs.Logger, whole.Name, e);
            control.Enter(SourceState.Halted, e);
            throw;
        }
    }

    private async Task RunDividedAsync(ShardContext context, CancellationToken stopping)
    {
        await context.Provisioner(whole.Options.Shards).PrepareStoreAsync(stopping).ConfigureAwait(false);
        var membership = new ShardMembership(context);
        await using var _ = membership.ConfigureAwait(false);
        await membership.Begun.WaitAsync(stopping).ConfigureAwait(false);
        await new ShardSettling(context).SettleAsync(membership, stopping).ConfigureAwait(false);
        if (context.Count == 1)
        {
            return;
        }

        await context.Provisioner(context.Count).PrepareAsync(stopping).ConfigureAwait(false);
        await ShareAsync(context, membership, stopping).ConfigureAwait(false);
    }

    private async Task ShareAsync(ShardContext context, ShardMembership membership, CancellationToken stopping)
    {
        var share = new ShardShare(context, membership);
        try
        {
            control.Enter(SourceState.Standby);
            while (await LookAsync(share, stopping).ConfigureAwait(false))
            {
                await share.WaitAsync(stopping).ConfigureAwait(false);
                stopping.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await share.EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>What can't be asked for the moment changes nothing for what is read.</summary>
    private async Task<bool> LookAsync(ShardShare share, CancellationToken stopping)
    {
        try
        {
            var isOn = await share.LookAsync(stopping).ConfigureAwait(false);
            _attempt = 0;
            return isOn;
        }
        catch (Exception e) when (ConnectionError.IsTransient(e, whole.Options) && share.IsReading)
        {
            return true;
        }
    }

    private async Task TidyAsync(CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(RestDelay, runs.Time, stopping).ConfigureAwait(false);
            var context = new ShardContext(whole, runs, control);
            await using var _ = context.ConfigureAwait(false);
            if ((await context.Table.ReadAsync(stopping).ConfigureAwait(false))?.Previous is not { } previous || await new ShardRest(context).RemoveAsync(previous, stopping).ConfigureAwait(false))
            {
                return;
            }
        }
    }
}
