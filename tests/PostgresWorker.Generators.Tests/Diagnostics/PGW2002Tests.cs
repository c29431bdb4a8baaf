namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2002Tests
{
    [Fact]
    public void Another_name() => new Project("""
        namespace Shop;
        public sealed class {|PGW2002:Row|}(long number) { public long Id => number; }
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Another_type() => new Project("""
        namespace Shop;
        public sealed class {|PGW2002:Row|}(int id) { public long Id => id; }
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_private_one() => new Project("""
        namespace Shop;
        public sealed class {|PGW2002:Row|} { private Row() { } public long Id { get; set; } }
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_parameter_that_is_not_mapped() => new Project("""
        namespace Shop;
        public sealed record {|PGW2002:Row|}([property: System.ComponentModel.DataAnnotations.Schema.NotMapped] long Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
