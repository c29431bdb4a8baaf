using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Delivery;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Outbox;

/// <summary>Listens, on a connection of its own, for the notifications that triggers send. Where it can't, the outbox is looked at every so often all the same.</summary>
internal sealed class Notifications : IAsyncDisposable
{
    // So that a connection that died in silence is noticed.
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _loop;

    public Notifications(string source, NpgsqlDataSource database, string channel, WakeUps wake, Func<Backoff> backoff, TimeProvider time, ILogger logger) =>
        _loop = Task.Run(() => RunAsync(source, database, channel, wake, backoff, time, logger), CancellationToken.None);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAllAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopped.Dispose();
    }

    private async Task RunAsync(string source, NpgsqlDataSource database, string channel, WakeUps wake, Func<Backoff> backoff, TimeProvider time, ILogger logger)
    {
        for (var attempt = 1; !_stopped.IsCancellationRequested; attempt++)
        {
            try
            {
                var connection = await database.OpenConnectionAsync(_stopped.Token).ConfigureAwait(false);
                await using var _ = connection.ConfigureAwait(false);
                connection.Notification += (_, _) => wake.Wake();
                var listen = new NpgsqlCommand($"LISTEN \"{channel}\"", connection);
                await using var __ = listen.ConfigureAwait(false);
                await listen.ExecuteNonQueryAsync(_stopped.Token).ConfigureAwait(false);
                attempt = 0;

                // What was sent while nobody listened.
                wake.Wake();
                await WaitAsync(connection, time).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                var delay = backoff().After(attempt + 1);
                Log.NotListening(logger, e, source, channel, delay);
                await Task.WhenAny(Task.Delay(delay, time, _stopped.Token)).ConfigureAwait(false);
            }
        }
    }

    private async Task WaitAsync(NpgsqlConnection connection, TimeProvider time)
    {
        while (true)
        {
            using var due = new CancellationTokenSource(Probe, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, _stopped.Token);
            try
            {
                await connection.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (due.IsCancellationRequested && !_stopped.IsCancellationRequested)
            {
                var probe = new NpgsqlCommand("SELECT 1", connection);
                await using var _ = probe.ConfigureAwait(false);
                await probe.ExecuteNonQueryAsync(_stopped.Token).ConfigureAwait(false);
            }
        }
    }
}
