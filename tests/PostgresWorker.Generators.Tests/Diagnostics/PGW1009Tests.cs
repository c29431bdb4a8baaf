namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1009Tests
{
    [Fact]
    public void A_source() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener({|PGW1009:""|}, "orders")] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_source_by_name() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener(table: "orders", source: {|PGW1009:" "|})] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_listener() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders", Name = {|PGW1009:""|})] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
