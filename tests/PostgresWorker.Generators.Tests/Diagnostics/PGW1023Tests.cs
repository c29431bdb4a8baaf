namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1023Tests
{
    [Fact]
    public void Empty() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", Where = {|PGW1023:""|})] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Blank() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", Where = {|PGW1023:"  "|})] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_null() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", Where = null)] public static void On(Change<Order> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
