namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2023Tests
{
    [Fact]
    public void OrderBy() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", OrderBy = {|PGW2023:nameof(Order.Id)|})] public static void On(Truncated change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Where() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", Where = {|PGW2023:"id > 1"|})] public static void On(Truncated change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_Name() => new Project("""
        namespace Shop;
        public sealed record Order(long Id, long CustomerId, string? Note);
        public static class Listeners
        {
            [PostgresListener("orders", Name = "x")] public static void On(Truncated change) { }
        }
        """).ExpectMarkedDiagnostics();
}
