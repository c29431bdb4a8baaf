namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2003Tests
{
    [Fact]
    public void Two_of_one_length() => new Project("""
        namespace Shop;
        public sealed class {|PGW2003:Row|} { public Row(long id) => Id = id; public Row(string note) => Note = note; public long Id { get; } public string? Note { get; } }
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_a_records_copy_constructor() => new Project("""
        namespace Shop;
        public record Row(long Id) { public Row Self => this; }
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
