using Microsoft.Extensions.Hosting;
using PostgresWorker.Generated;

namespace PostgresWorker.Torture.Worker;

/// <summary>Asks as an application would, when the torture wants it: for the rows of <c>items</c> or <c>side.fits</c>, for what waits for parked keys, for dead letters.</summary>
internal sealed class RequestedActions(Orders orders, ISnapshots snapshots, IDeadLetters letters, Journal journal) : BackgroundService
{
    public const string Snapshot = "snapshot", SnapshotOfFits = "snapshot-fits", Release = "release", Replay = "replay";

    private const string Source = "torture";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        DoAsync(Snapshot, () => snapshots.RequestAsync(Source, new TableName("public", "items"), stoppingToken), stoppingToken),
        DoAsync(SnapshotOfFits, () => snapshots.RequestAsync(Source, new TableName("side", "fits"), stoppingToken), stoppingToken),
        DoAsync(Release, () => letters.ReleaseAsync(Source, ParkingListener.Name, key: null, actor: Source, stoppingToken), stoppingToken),
        DoAsync(Replay, () => letters.ReplayAsync(Source, new DeadLetterFilter { Listener = ItemListeners.Spoilt, ExceptionType = typeof(SpoiltException).FullName }, actor: Source, stoppingToken), stoppingToken));

    private async Task DoAsync(string what, Func<Task> ask, CancellationToken stoppingToken)
    {
        var done = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var asked = orders[what];
            if (asked <= done)
            {
                continue;
            }

            try
            {
                await ask();
                journal.Befell($"{what} {asked}");
                done = asked;
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or IOException or TimeoutException or OperationCanceledException)
            {
                // The server is away. It is asked for again.
            }
        }
    }
}
