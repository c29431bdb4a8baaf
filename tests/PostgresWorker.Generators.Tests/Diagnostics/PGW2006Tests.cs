namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2006Tests
{
    [Fact]
    public void By_their_names() => new Project("""
        namespace Shop;
        public sealed record Row(long CustomerId, long {|PGW2006:Customer_Id|});
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void By_an_attribute() => new Project("""
        namespace Shop;
        public sealed class Row { public long Id { get; set; } [System.ComponentModel.DataAnnotations.Schema.Column("id")] public long {|PGW2006:Other|} { get; set; } }
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
