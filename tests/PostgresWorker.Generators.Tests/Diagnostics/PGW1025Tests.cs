namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1025Tests
{
    [Fact]
    public void A_message() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1025:LogicalMessage|} message) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_typed_message() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW1025:LogicalMessage<Order>|} message) { }
        }
        """).ExpectMarkedDiagnostics();
}
