namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2008Tests
{
    [Fact]
    public void By_their_names() => new Project("""
        namespace Shop;
        public enum Status { InWork, In_Work }
        public sealed record Row({|PGW2008:Status|} Status);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
