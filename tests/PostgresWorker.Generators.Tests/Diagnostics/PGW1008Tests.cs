namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1008Tests
{
    [Fact]
    public void Capitals() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener({|PGW1008:"Orders"|})] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void With_a_source() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("shop", {|PGW1008:"a.b.c"|})] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void By_name() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener(table: {|PGW1008:""|}, source: "shop")] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Null() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener({|PGW1008:null!|})] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
