using Microsoft.Extensions.Hosting;
using PostgresWorker.Generated;

namespace PostgresWorker.Torture.Worker;

/// <summary>Asks for the rows of <c>items</c> when the torture wants them.</summary>
internal sealed class SnapshotOrders(Orders orders, ISnapshots snapshots, Journal journal) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var done = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var asked = orders["snapshot"];
            if (asked <= done)
            {
                continue;
            }

            try
            {
                await snapshots.RequestAsync("torture", new TableName("public", "items"), stoppingToken);
                journal.Befell($"snapshot {asked}");
                done = asked;
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or IOException or TimeoutException or OperationCanceledException)
            {
                // The server is away. It is asked for again.
            }
        }
    }
}
