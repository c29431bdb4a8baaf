using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2001Tests
{
    [Fact]
    public void Of_a_constructor() => new Project("""
        namespace Shop;
        public sealed record Row(long Id, {|PGW2001:HashSet<string>|} Tags);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Of_an_initializer() => new Project("""
        namespace Shop;
        public sealed class Row { public {|PGW2001:sbyte|} A { get; set; } public {|PGW2001:uint?|} B { get; set; } public {|PGW2001:int[][]|} C { get; set; } = []; }
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

    [Theory]
    [InlineData("sbyte", "declare it as short")]
    [InlineData("ushort?", "declare it as int")]
    [InlineData("uint[]", "declare it as long")]
    [InlineData("ulong", "declare it as decimal")]
    [InlineData("nint", "declare it as long")]
    [InlineData("Half", "declare it as float")]
    [InlineData("UInt128", "declare it as System.Numerics.BigInteger")]
    [InlineData("object", "declare it as string")]
    [InlineData("dynamic", "declare it as string")]
    [InlineData("int[,]", "arrays of more than one dimension are not read; declare it as string")]
    [InlineData("int[][]", "arrays of more than one dimension are not read; declare it as string")]
    [InlineData("List<List<int>>", "arrays hold no arrays and ranges no ranges; declare it as string, or mark it [PostgresJson(typeof(...))]")]
    [InlineData("List<byte[]>[]", "arrays hold no arrays and ranges no ranges")]
    [InlineData("Dictionary<string, int>", "declare it as Dictionary<string, string?> for hstore, or mark it [PostgresJson(typeof(...))] for jsonb")]
    [InlineData("IReadOnlyDictionary<string, object>", "declare it as Dictionary<string, string?> for hstore")]
    [InlineData("HashSet<int>", "declare it as an array or List<T>")]
    [InlineData("System.Collections.Immutable.ImmutableArray<int>", "declare it as an array or List<T>")]
    [InlineData("Memory<byte>", "declare it as ReadOnlyMemory<byte>")]
    [InlineData("Unchanged<int>[]", "only a column of a table can be unchanged")]
    [InlineData("Unchanged<int>?", "only a column of a table can be unchanged")]
    [InlineData("Address", "mark Address [PostgresComposite] for a composite, or the property [PostgresJson(typeof(...))] for jsonb")]
    [InlineData("List<Address?>", "mark Address [PostgresComposite] for a composite, or the property [PostgresJson(typeof(...))] for jsonb")]
    [InlineData("(int, int)", "declare it as string, or mark it [PostgresJson(typeof(...))]")]
    [InlineData("IFormattable", "declare it as string, or mark it [PostgresJson(typeof(...))]")]
    [InlineData("Uri", "declare it as string, or mark it [PostgresJson(typeof(...))]")]
    [InlineData("Action", "declare it as string")]
    public void Names_the_way_out(string type, string alternative) => Assert.Contains(
        $"which no column can be read into; {alternative}",
        new Project($$"""
            namespace Shop;
            public sealed record Address(string City);
            public sealed record Row(long Id, {{type}} Other);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(Change<Row> change) { }
            }
            """).Message(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("NpgsqlTypes.NpgsqlRange<int?>", "a range's bounds are not nullable, for one that is missing is infinite; declare it as NpgsqlRange<int>")]
    [InlineData("NpgsqlTypes.NpgsqlRange<NpgsqlTypes.NpgsqlRange<int>>", "arrays hold no arrays and ranges no ranges")]
    [InlineData("NpgsqlTypes.NpgsqlLogSequenceNumber", "declare it as PostgresWorker.Lsn")]
    [InlineData("NpgsqlTypes.NpgsqlTsVector", "declare it as string, which holds the text of every type")]
    public void Of_Npgsqls_types(string type, string alternative) => Assert.Contains(
        $"which no column can be read into; {alternative}",
        new Project(new ProjectOptions { References = References.WithNpgsql }, ("Row.cs", $$"""
            namespace Shop;
            public sealed record Row(long Id, {{type}} Other);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(Change<Row> change) { }
            }
            """)).Message(),
        StringComparison.Ordinal);

    [Fact]
    public void Of_a_composites_field() => new Project("""
        namespace Shop;
        [PostgresComposite] public sealed record Address(string City, {|PGW2001:object|} Other, {|PGW2001:Unchanged<string>|} Text);
        public sealed record Row(long Id, Address Home, Address? Work);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
