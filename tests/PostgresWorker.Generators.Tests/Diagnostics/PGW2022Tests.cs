namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2022Tests
{
    [Fact]
    public void A_collection_expression() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", WhenChanged = {|PGW2022:[]|})] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_array() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", WhenChanged = {|PGW2022:new string[0]|})] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
