namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1018Tests
{
    [Fact]
    public void No_change() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] [Batch({|PGW1018:0|})] public static void On(IReadOnlyList<Change<Order>> changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Too_many() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] [Batch({|PGW1018:100_001|})] public static void On(IReadOnlyList<Change<Order>> changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_negative_wait() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] [Batch(maxWaitMilliseconds: {|PGW1018:-1|})] public static void On(IReadOnlyList<Change<Order>> changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Both() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] [Batch({|PGW1018:-5|}, {|PGW1018:60_001|})] public static void On(IReadOnlyList<Change<Order>> changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_the_extremes() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] [Batch(100_000, 60_000)] public static void On(IReadOnlyList<Change<Order>> changes) { }
            [PostgresListener("orders", Name = "b")] [Batch(1, 0)] public static void Other(IReadOnlyList<Change<Order>> changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_what_the_compiler_says() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] [Batch({|CS1503:"many"|})] public static void On(IReadOnlyList<Change<Order>> changes) { }
        }
        """).ExpectMarkedDiagnostics();
}
