namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1019Tests
{
    [Fact]
    public void A_context() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(IReadOnlyList<Change<Order>> changes, CancellationToken cancellation, {|PGW1019:ChangeContext|} context) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_of_a_single_change() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Order> change, ChangeContext context) { }
        }
        """).ExpectMarkedDiagnostics();
}
