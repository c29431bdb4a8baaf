namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2010Tests
{
    [Fact]
    public void A_double_for_a_numeric() => new Project("""
        using System.ComponentModel.DataAnnotations.Schema;
        namespace Shop;
        public sealed record Row(long Id, [property: Column("total", TypeName = "numeric(12,2)")] {|PGW2010:double|} Total)
        {
            [Column(TypeName = "decimal")] public {|PGW2010:float?|} Tax { get; init; }
            [Column(TypeName = "numeric[]")] public {|PGW2010:List<double>|} All { get; init; } = [];
            [Column(TypeName = "double precision")] public double Measured { get; init; }
        }
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Is_a_warning_and_leaves_the_listener_in()
    {
        var project = new Project("""
            using System.ComponentModel.DataAnnotations.Schema;
            namespace Shop;
            public sealed record Row(long Id, [property: Column(TypeName = "numeric(12,2)")] double Total);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(Change<Row> change) { }
            }
            """);

        Assert.Equal("'Shop.Row.Total' is double, which rounds numeric(12,2), so the worker refuses it at start; declare it as decimal", project.Message());
        Assert.Contains("Listeners.On", project.Files["PostgresWorkerModule.g.cs"], StringComparison.Ordinal);
    }
}
