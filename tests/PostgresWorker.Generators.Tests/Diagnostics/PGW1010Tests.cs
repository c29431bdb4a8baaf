namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1010Tests
{
    [Fact]
    public void Two_attributes() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [{|PGW1010:PostgresListener("b")|}] [PostgresListener("a")] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Overloads() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("a")] public static void On(Deleted<Order> change) { }
            [{|PGW1010:PostgresListener("a")|}] public static void On(Inserted<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void The_same_twice() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("a")] [{|PGW1010:PostgresListener("a")|}] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Names_as_written() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("a", Name = "x")] public static void One(Change<Order> change) { }
            [{|PGW1010:PostgresListener("b", Name = "x")|}] public static void Two(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_wrong_attribute_between() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("a")] [PostgresListener({|PGW1008:"A"|})] [{|PGW1010:PostgresListener("b")|}] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_in_two_sources() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("one", "a")] [PostgresListener("two", "a")] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
