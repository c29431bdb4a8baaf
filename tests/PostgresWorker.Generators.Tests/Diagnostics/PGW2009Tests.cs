namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2009Tests
{
    [Fact]
    public void A_field() => new Project("""
        namespace Shop;
        public sealed class Row { public long Id { get; set; } public required long {|PGW2009:Field|}; }
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_mapped() => new Project("""
        namespace Shop;
        public sealed class Row { public long Id { get; set; } [System.ComponentModel.DataAnnotations.Schema.NotMapped] public required long {|PGW2009:Other|} { get; set; } }
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
