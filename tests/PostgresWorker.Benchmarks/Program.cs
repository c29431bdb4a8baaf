using BenchmarkDotNet.Running;
using PostgresWorker.Benchmarks;

if (args is [DrainProcess.Argument, var connectionString])
{
    await DrainProcess.RunAsync(connectionString).ConfigureAwait(false);
    return;
}

var filter = new Filter(args);
foreach (var benchmark in FailingKeyBenchmarks.All.Concat(OutboxDrainBenchmarks.All).Concat(OutboxHorizonBenchmarks.All).Concat(OutboxWriterBenchmarks.All).Concat(TelemetryBenchmarks.All).Where(filter.Fits))
{
    await benchmark.RunAsync(Console.Out).ConfigureAwait(false);
}

if (filter.FitsOthers())
{
    BenchmarkSwitcher.FromAssembly(typeof(RowReaderBenchmarks).Assembly).Run(args);
}
