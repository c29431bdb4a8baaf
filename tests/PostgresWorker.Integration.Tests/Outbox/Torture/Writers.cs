using System.Diagnostics.CodeAnalysis;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox.Torture;

/// <summary>Some writers who update rows of <c>items</c> at about a given rate, now and then two in a transaction that stays open for a while.</summary>
internal sealed class Writers(TestDatabase database, int seed)
{
    public const int Keys = 200;

    private const int Count = 4;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Writes until it is enough.</summary>
    public async Task WriteAsync(CancellationToken enough)
    {
        await database.ExecuteAsync($"INSERT INTO items (id) SELECT g FROM generate_series(1, {Keys}) g");
        await Task.WhenAll(Enumerable.Range(0, Count).Select(writer => WriteAsync(new Random(seed + writer), enough)));
    }

    [SuppressMessage("Security", "CA5394", Justification = "A test that can be repeated needs a seed.")]
    private async Task WriteAsync(Random random, CancellationToken enough)
    {
        await using var connection = await database.ConnectAsync();
        using var timer = new PeriodicTimer(Tick);
        while (!enough.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(Token);

            // In one order, that two of them never wait for each other.
            int[] keys = [random.Next(1, Keys / 2), random.Next(Keys / 2, Keys + 1)];
            await using var transaction = await connection.BeginTransactionAsync(Token);
            foreach (var key in keys[..random.Next(1, 3)])
            {
                await using var update = new NpgsqlCommand($"UPDATE items SET version = version + 1 WHERE id = {key}", connection);
                await update.ExecuteNonQueryAsync(Token);
                for (var ticks = random.Next(40) == 0 ? random.Next(1, 20) : 0; ticks > 0; ticks--)
                {
                    await timer.WaitForNextTickAsync(Token);
                }
            }

            await transaction.CommitAsync(Token);
        }
    }
}
