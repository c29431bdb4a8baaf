namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2005Tests
{
    [Fact]
    public void A_private_record() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            private sealed record {|PGW2005:Order|}(long Id);
            [PostgresListener("orders")] static void {|PGW1005:On|}(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
