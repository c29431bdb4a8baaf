using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;

namespace PostgresWorker.Benchmarks;

/// <summary>A row of six columns from its bytes: by hand, by the generated reader, and as the change that a listener gets.</summary>
[InProcess]
[MemoryDiagnoser]
public class RowReaderBenchmarks
{
    private readonly RowBinding _binding;
    private readonly ListenerRoute _route;
    private readonly ChangeTransaction _transaction = new() { Source = "bench", SystemIdentifier = "1", CommitLsn = new Lsn(2), CommitTime = default, TransactionId = 3 };

    public RowReaderBenchmarks()
    {
        var registry = new ListenerRegistry(new ServiceCollection());
        Register<PostgresWorkerModule>(registry);
        _route = registry.Routes[0];
        _binding = RowBinding.Create(OrderTuple.Layout, _route.Columns);
    }

    [Benchmark(Baseline = true)]
    public Order Bare() => BareDecoder.Read(OrderTuple.Bytes);

    [Benchmark]
    public Order Generated()
    {
        var tuple = new TupleReader(_binding, OrderTuple.Bytes, default);
        return OrderRowReader.Instance.Read(ref tuple);
    }

    [Benchmark]
    public Change Delivered() => _route.Read(
        ChangeKinds.Inserted,
        _binding,
        new RowImage(OldTupleKind.None, default, OrderTuple.Bytes),
        new ChangeContext(_transaction, OrderTuple.Layout.Table, new Lsn(1), 0));

    private static void Register<TModule>(ListenerRegistry registry)
        where TModule : IListenerModule => TModule.Register(registry);
}
