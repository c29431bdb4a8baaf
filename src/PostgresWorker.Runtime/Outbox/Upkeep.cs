using Microsoft.Extensions.Logging;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Outbox;

/// <summary>Does what is to be done every so often and is no hurry.</summary>
internal sealed class Upkeep : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _loop;

    /// <param name="source">The source's name.</param>
    /// <param name="interval">How often.</param>
    /// <param name="work">What. That it fails is logged; it is done again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The source's log.</param>
    public Upkeep(string source, TimeSpan interval, Func<CancellationToken, Task> work, TimeProvider time, ILogger logger) =>
        _loop = Task.Run(() => RunAsync(source, interval, work, time, logger), CancellationToken.None);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAllAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopped.Dispose();
    }

    private async Task RunAsync(string source, TimeSpan interval, Func<CancellationToken, Task> work, TimeProvider time, ILogger logger)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_stopped.Token).ConfigureAwait(false);
                await work(_stopped.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Delivery goes on, whatever is wrong with what is beside it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.UpkeepFailed(logger, e, source, interval);
            }
        }
    }
}
