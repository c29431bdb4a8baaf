using System.Buffers;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;

namespace PostgresWorker.Benchmarks;

/// <summary>A row from its bytes, by the generated reader and by code written by hand for that one table, in which nothing is checked.</summary>
internal static class DecodeBenchmarks
{
    private const int Rounds = 11;

    private static readonly int Rows = Size.Of("POSTGRESWORKER_BENCH_DECODE_ROWS", 2_000_000);

    private static readonly ListenerRoute[] Routes = Registered();
    private static readonly RowBinding OrderBinding = RowBinding.Create(OrderTuple.Layout, RouteOf("orders").Columns);
    private static readonly RowBinding WideBinding = RowBinding.Create(WideOrderTuple.Layout, RouteOf("wide_orders").Columns);

    public static IEnumerable<Interleaved> All =>
    [
        Of("Decode.Orders", ("ByHand", static () => BareDecoder.Read(OrderTuple.Bytes)), ("Generated", static () => Read(OrderBinding, OrderTuple.Bytes))),
        Of("Decode.Wide", ("Generated", static () => Read(OrderBinding, OrderTuple.Bytes)), ("FiveOfFifty", ReadWide)),
        Of("Decode.Json", ("ByHand", static () => OrderJson.Read(OrderJson.Bytes)), ("Generated", ReadJson)),
    ];

    private static Interleaved Of(string name, params (string Name, Func<object> Read)[] readers) =>
        new(name, "ns a row", Rounds, Array.ConvertAll(readers, static reader => (reader.Name, (Func<Task<Measured>>)(() => Task.FromResult(Measure(reader.Read))))));

    private static Measured Measure(Func<object> read)
    {
        var before = Usage.Now();
        for (var i = 0; i < Rows; i++)
        {
            GC.KeepAlive(read());
        }

        var after = Usage.Now();
        return new Measured(
            (after.Processor - before.Processor).TotalNanoseconds / Rows, new Measured.Figure("allocated", "bytes a row", (double)(after.Allocated - before.Allocated) / Rows));
    }

    private static Order Read(RowBinding binding, ReadOnlySpan<byte> tuple)
    {
        var reader = new TupleReader(binding, tuple, default);
        return OrderRowReader.Instance.Read(ref reader);
    }

    private static WideOrder ReadWide()
    {
        var reader = new TupleReader(WideBinding, WideOrderTuple.Bytes, default);
        return WideOrderRowReader.Instance.Read(ref reader);
    }

    private static Order ReadJson()
    {
        // As an outbox does it: the object is made a tuple first.
        Tuple.ResetWrittenCount();
        JsonTuple.Write(OrderTuple.Layout, OrderJson.Bytes, Tuple);
        return Read(OrderBinding, Tuple.WrittenSpan);
    }

    private static ArrayBufferWriter<byte> Tuple { get; } = new();

    private static ListenerRoute RouteOf(string table) => Routes.Single(route => route.Source == "bench" && route.Table.Name == table);

    private static ListenerRoute[] Registered()
    {
        var registry = new ListenerRegistry(new ServiceCollection());
        Register<PostgresWorkerModule>(registry);
        return [.. registry.Routes];
    }

    private static void Register<TModule>(ListenerRegistry registry)
        where TModule : IListenerModule => TModule.Register(registry);
}
