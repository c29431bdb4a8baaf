namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1016Tests
{
    [Fact]
    public void A_list() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1016:List<Change<Order>>|} changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_enumerable() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1016:IEnumerable<Inserted<Order>>|} changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_array() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1016:Deleted<Order>[]|} changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_collection() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1016:IReadOnlyCollection<Change<Order>>|} changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_of_other_things() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1001:List<Order>|} orders) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_IReadOnlyList() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(IReadOnlyList<Existing<Order>> changes) { }
        }
        """).ExpectMarkedDiagnostics();
}
