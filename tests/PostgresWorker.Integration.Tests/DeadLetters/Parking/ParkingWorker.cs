using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.DeadLetters.Parking;

/// <summary>Workers whose listeners park, and what they are waited for.</summary>
internal static class ParkingWorker
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RunningWorker> StartAsync<TSource>(TestDatabase database, Depot depot, Action<SourceOptions>? configure = null)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(
            database,
            options =>
            {
                DeadLetterTests.Quick(options);
                configure?.Invoke(options);
            },
            more: worker => worker.Services.AddSingleton(depot));
        await worker.IsStreamingAsync();
        return worker;
    }

    /// <summary>Waits until so many changes wait for so many keys.</summary>
    public static Task HasParkedAsync(this RunningWorker worker, TestDatabase database, int keys, int changes) => Eventually.IsTrueAsync(
        async () => await KeysAsync(database) == keys && await ChangesAsync(database) == changes,
        () => $"{changes} changes wait for {keys} keys; the worker's log is:\n{worker.Log}");

    public static Task<long> KeysAsync(TestDatabase database) => database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.parked_keys");

    public static Task<long> ChangesAsync(TestDatabase database) => database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.dead_letters WHERE state = 'parked'");

    public static Task HandlesAsync(this RunningWorker worker, Depot depot, string listener, params string[] parcels) => Eventually.IsTrueAsync(
        () => depot.Handled(listener).SequenceEqual(parcels),
        () => $"it handles {string.Join(' ', parcels)} and not {string.Join(' ', depot.Handled(listener))}; the worker's log is:\n{worker.Log}");
}
