namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1003Tests
{
    [Fact]
    public void A_method() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static async {|PGW1003:void|} On(Change<Order> change) => await Task.Yield();
        }
        """).ExpectMarkedDiagnostics();
}
