namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2004Tests
{
    [Fact]
    public void Nothing_that_can_be_set() => new Project("""
        namespace Shop;
        public sealed class {|PGW2004:Row|} { public long Id => 0; public long Other { get; private set; } internal long Hidden { get; set; } public long Field; }
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_empty_record() => new Project("""
        namespace Shop;
        public sealed record {|PGW2004:Row|};
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
