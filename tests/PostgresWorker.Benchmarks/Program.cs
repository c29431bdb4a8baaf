using BenchmarkDotNet.Running;
using PostgresWorker.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(RowReaderBenchmarks).Assembly).Run(args);
