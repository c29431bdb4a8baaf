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

    [Theory]
    [InlineData("class Row(long number) { public long Id => number; }", "its parameter 'number' must be, by name and type, a public property: long Number { get; }")]
    [InlineData("class Row(long id, string? note) { public long Id => id; internal string? Note => note; }", "its parameter 'note' must be, by name and type, a public property: string Note { get; }")]
    [InlineData("class Row { private Row() { } public long Id { get; set; } }", "one must be internal or public")]
    [InlineData("class Row { public Row(int a) { } public Row(string b) { } public long Id { get; set; } }", "one must be internal or public")]
    public void Says_which_parameter(string row, string reason) => Assert.Contains(
        $"'Shop.Row' has no usable constructor: {reason}",
        new Project($$"""
            namespace Shop;
            public sealed {{row}}
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(Change<Row> change) { }
            }
            """).Diagnostics().Single(static diagnostic => diagnostic.Id == "PGW2002").GetMessage(System.Globalization.CultureInfo.InvariantCulture),
        StringComparison.Ordinal);
}
