using BenchmarkDotNet.Running;
using PostgresWorker.Benchmarks;

var filter = new Filter(args);
foreach (var benchmark in FailingKeyBenchmarks.All.Concat(OutboxDrainBenchmarks.All).Where(filter.Fits))
{
    await benchmark.RunAsync(Console.Out).ConfigureAwait(false);
}

if (filter.FitsOthers())
{
    BenchmarkSwitcher.FromAssembly(typeof(RowReaderBenchmarks).Assembly).Run(args);
}
