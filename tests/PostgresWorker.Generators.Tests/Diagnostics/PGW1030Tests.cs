namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1030Tests
{
    [Fact]
    public void Both() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders"), {|PGW1030:PostgresMessage("audit")|}] public static void On(LogicalMessage message) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Whatever_else_is_wrong() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders"), {|PGW1030:PostgresMessage("")|}] public static int On(Change<Order> change) => 1;
        }
        """).ExpectMarkedDiagnostics();
}
