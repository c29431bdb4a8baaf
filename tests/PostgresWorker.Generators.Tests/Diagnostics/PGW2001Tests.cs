namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2001Tests
{
    [Fact]
    public void Of_a_constructor() => new Project("""
        namespace Shop;
        public sealed record Row(long Id, {|PGW2001:List<string>|} Tags);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Of_an_initializer() => new Project("""
        namespace Shop;
        public sealed class Row { public {|PGW2001:byte|} A { get; set; } public {|PGW2001:char?|} B { get; set; } public {|PGW2001:int[]|} C { get; set; } = []; }
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Said_once_for_two_listeners() => new Project("""
        namespace Shop;
        public sealed record Row({|PGW2001:object|} Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void Other(Change<Row> change) { }
            [PostgresListener("others")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_where_it_is_no_column() => new Project("""
        namespace Shop;
        public sealed record Row(long Id) { [System.ComponentModel.DataAnnotations.Schema.NotMapped] public object? Cache { get; set; } public object Both => this; }
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
