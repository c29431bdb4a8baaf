namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1006Tests
{
    [Fact]
    public void A_class() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        file static class {|PGW1006:Listeners|}
        {
            [PostgresListener("orders")] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_row() => new Project("""
        namespace Shop;
        file sealed record {|PGW1006:Order|}(long Id);
        file static class {|PGW1006:Listeners|}
        {
            [PostgresListener("orders")] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
