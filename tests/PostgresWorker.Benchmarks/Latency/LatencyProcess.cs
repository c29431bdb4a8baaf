using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace PostgresWorker.Benchmarks;

/// <summary>This program started again, as one who handles changes as they are committed. Each line that it is told makes it say what it took since the last.</summary>
internal static class LatencyProcess
{
    /// <summary>The argument that makes it one; who, a connection string and a slot follow.</summary>
    public const string Argument = "latency";

    public const string Worker = "worker", Loop = "loop", Notified = "outbox-notify", Polling = "outbox-poll";

    /// <summary>Runs one beside writers.</summary>
    /// <param name="who">Who handles.</param>
    /// <param name="connectionString">The database.</param>
    /// <param name="slot">The slot that it reads; empty for an outbox.</param>
    /// <param name="isReadyAsync">Completes when it reads.</param>
    /// <param name="writeAsync">Writes for so many seconds.</param>
    public static async Task<Measured> MeasureAsync(string who, string connectionString, string slot, Func<Task> isReadyAsync, Func<int, Task> writeAsync)
    {
        var process = new BenchProcess(Argument, who, connectionString, slot);
        await using var _ = process.ConfigureAwait(false);
        await isReadyAsync().ConfigureAwait(false);
        await writeAsync(LatencyBenchmarks.WarmSeconds).ConfigureAwait(false);
        await process.WriteAsync("warm").ConfigureAwait(false);
        await process.ReadAsync().ConfigureAwait(false);
        await writeAsync(LatencyBenchmarks.Seconds).ConfigureAwait(false);
        await process.WriteAsync("measured").ConfigureAwait(false);
        var took = Array.ConvertAll((await process.ReadAsync().ConfigureAwait(false)).Split(' '), static text => double.Parse(text, CultureInfo.InvariantCulture));
        return new Measured(
            took[0], new Measured.Figure("p99", "µs", took[1]) { IsCompared = true }, new Measured.Figure("p99.9", "µs", took[2]) { IsCompared = true }, new Measured.Figure("handled", "changes/s", took[3] / LatencyBenchmarks.Seconds),
            new Measured.Figure("client's processor", "µs a change", took[4]) { IsCompared = true }, new Measured.Figure("switches", "per change", took[5]));
    }

    /// <summary>What the program then does.</summary>
    public static async Task RunAsync(string who, string connectionString, string slot)
    {
        var latencies = DrainListeners.Latencies = new Latencies();
        using var stopped = new CancellationTokenSource();
        using var host = who switch
        {
            Worker => OrderWorker.Create(connectionString, options => (options.Slot, options.Publication, options.Provision) = (slot, FilledSlot.Publication, Provision.Verify)),
            Notified => OutboxBench.Worker(connectionString, WakeUp.Notify),
            Polling => OutboxBench.Worker(connectionString, WakeUp.Poll),
            _ => null,
        };
        await (host?.StartAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        var loop = host is not null ? Task.CompletedTask : NpgsqlLoop.RunAsync(connectionString, slot, long.MaxValue, (_, commit) => latencies.Add(new DateTimeOffset(commit)), stopped.Token);
        var before = Usage.Now();
        while (await Console.In.ReadLineAsync().ConfigureAwait(false) is not null)
        {
            // What was written last is still on its way.
            await Task.Delay(1000).ConfigureAwait(false);
            var after = Usage.Now();
            Console.WriteLine(FormattableString.Invariant($"{latencies} {(after.Processor - before.Processor).TotalMicroseconds / latencies.Count} {(double)(after.Switches - before.Switches) / latencies.Count}"));
            latencies.Clear();
            before = Usage.Now();
        }

        await (host?.StopAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        await stopped.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
