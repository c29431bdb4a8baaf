namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1022Tests
{
    [Fact]
    public void Another_condition() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", Where = "id > 1")] public static void A(Change<Order> change) { }
            [{|PGW1022:PostgresListener("orders", Where = "id > 2")|}] public static void B(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void One_without() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", Where = "id > 1")] public static void A(Inserted<Order> change) { }
            [{|PGW1022:PostgresListener("orders")|}] public static void B(IReadOnlyList<Deleted<Order>> changes) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_the_same() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", Where = "id > 1")] public static void A(Change<Order> change) { }
            [PostgresListener("orders", Where = "id > 1")] public static void B(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_of_truncates_other_tables_and_sources() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", Where = "id > 1")] public static void A(Change<Order> change) { }
            [PostgresListener("orders")] public static void B(Truncated change) { }
            [PostgresListener("bills")] [PostgresListener("other", "orders")] public static void C(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_where_the_name_is_wrong_too() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", Name = "x", Where = "id > 1")] public static void A(Change<Order> change) { }
            [{|PGW1010:PostgresListener("orders", Name = "x")|}] public static void B(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
