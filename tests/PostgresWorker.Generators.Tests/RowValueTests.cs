using System.Globalization;
using System.Reflection;
using System.Text;
using PostgresWorker.Generated;
using PostgresWorker.Generators.Tests.Harness;
using PostgresWorker.Generators.Tests.RandomRows;

namespace PostgresWorker.Generators.Tests;

/// <summary>Each kind of value: what is generated for it, compiled, and called with a text of the server's.</summary>
public sealed class RowValueTests
{
    // C# type; Postgres type; its text; what is read.
    internal static readonly (string CSharp, string Postgres, string Text, string Expected)[] Cases =
    [
        ("bool", "bool", "t", "True"),
        ("byte", "int2", "255", "255 Byte"),
        ("short", "int2", "-32768", "-32768 Int16"),
        ("int", "int4", "-1", "-1 Int32"),
        ("long", "int8", "9223372036854775807", "9223372036854775807 Int64"),
        ("float", "float4", "0.1", "0.1 Single"),
        ("double", "float8", "0.1", "0.1 Double"),
        ("decimal", "numeric", "79.10", "79.10 Decimal"),
        ("System.Numerics.BigInteger", "numeric", "123456789012345678901234567890", "123456789012345678901234567890 BigInteger"),
        ("char", "text", "x", "'120'"),
        ("string", "text", "a\"b", "\"a\\u0022b\""),
        ("string", "int4", "7", "\"7\""),
        ("string", "_int4", "{1,2}", "\"{1,2}\""),
        ("Guid", "uuid", "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000001 Guid"),
        ("byte[]", "bytea", "\\x01ff", "x01FF"),
        ("ReadOnlyMemory<byte>", "bytea", "\\x", "x"),
        ("DateTime", "timestamp", "2024-02-29 01:02:03.4", "2024-02-29T01:02:03.4000000 Unspecified"),
        ("DateTimeOffset", "timestamptz", "2024-02-29 01:02:03+00", "2024-02-29T01:02:03.0000000+00:00"),
        ("DateOnly", "date", "2024-02-29", "02/29/2024 DateOnly"),
        ("TimeOnly", "time", "23:59:59.999999", "23:59:59.9999990"),
        ("TimeSpan", "interval", "1 day 02:03:04", "1.02:03:04 TimeSpan"),
        ("NpgsqlTypes.NpgsqlInterval", "interval", "1 mon -2 days +00:00:03", "1 -2 3000000"),
        ("System.Net.IPAddress", "inet", "::1", "::1 IPAddress"),
        ("System.Net.IPNetwork", "cidr", "10.0.0.0/8", "10.0.0.0/8 IPNetwork"),
        ("NpgsqlTypes.NpgsqlInet", "inet", "10.0.0.1/8", "10.0.0.1/8"),
        ("NpgsqlTypes.NpgsqlCidr", "cidr", "10.0.0.0/8", "10.0.0.0/8"),
        ("System.Net.NetworkInformation.PhysicalAddress", "macaddr", "08:00:2b:01:02:03", "08002B010203"),
        ("System.Collections.BitArray", "varbit", "1011", "1011"),
        ("Lsn", "pg_lsn", "16/B374D848", "16/B374D848 Lsn"),
        ("System.Text.Json.JsonElement", "jsonb", "{\"a\": 1}", "{\"a\": 1}"),
        ("System.Text.Json.JsonDocument", "json", "[1, 2]", "[1, 2]"),
        ("Dictionary<string, string?>", "hstore", "\"a\"=>\"1\", \"b\"=>NULL", "{a=\"1\", b=null}"),
        ("IReadOnlyDictionary<string, string>", "hstore", "\"a\"=>\"1\"", "{a=\"1\"}"),
        ("Colour", "colour", "dark_green", "DarkGreen"),
        ("Colour", "text", "BLUE", "Blue"),
        ("Colour", "int8", "2", "Blue"),
        ("Settings", "jsonb", "{\"Size\": 3, \"Name\": \"x\"}", "(Name=\"x\", Size=3 Int32)"),
        ("NpgsqlTypes.NpgsqlPoint", "point", "(1,2)", "(1 Double,2 Double)"),
        ("NpgsqlTypes.NpgsqlLine", "line", "{1,2,3}", "{1,2,3}"),
        ("NpgsqlTypes.NpgsqlLSeg", "lseg", "[(1,2),(3,4)]", "[(1,2),(3,4)]"),
        ("NpgsqlTypes.NpgsqlBox", "box", "(3,4),(1,2)", "(3,4),(1,2)"),
        ("NpgsqlTypes.NpgsqlPath", "path", "[(1,2),(3,4)]", "open (1 Double,2 Double) (3 Double,4 Double)"),
        ("NpgsqlTypes.NpgsqlPolygon", "polygon", "((1,2),(3,4),(5,6))", "[(1 Double,2 Double), (3 Double,4 Double), (5 Double,6 Double)]"),
        ("NpgsqlTypes.NpgsqlCircle", "circle", "<(1,2),3>", "<(1,2),3>"),
        ("NpgsqlTypes.NpgsqlRange<int>", "int4range", "[1,)", "[1 Int32..)"),
        ("NpgsqlTypes.NpgsqlRange<string>", "textrange", "empty", "empty"),
        ("NpgsqlTypes.NpgsqlRange<DateOnly>[]", "datemultirange", "{[2024-01-01,2024-02-01)}", "[[01/01/2024 DateOnly..02/01/2024 DateOnly)]"),
        ("int[]", "_int4", "{}", "[]"),
        ("int?[]", "_int4", "{1,NULL}", "[1 Int32, null]"),
        ("List<string?>", "_text", "{a,NULL,\"NULL\"}", "[\"a\", null, \"NULL\"]"),
        ("IEnumerable<Guid>", "_uuid", "{00000000-0000-0000-0000-000000000001}", "[00000000-0000-0000-0000-000000000001 Guid]"),
        ("byte[][]", "_bytea", "{\"\\\\x01\"}", "[x01]"),
        ("ICollection<Colour?>", "_colour", "{red,NULL}", "[Red, null]"),
        ("List<byte>", "_int2", "{7}", "[7 Byte]"),
        ("NpgsqlTypes.NpgsqlRange<long>?[]", "_int8range", "{\"[1,2)\",NULL}", "[[1 Int64..2 Int64), null]"),
        ("Settings[]", "_jsonb", "{\"{\\\"Size\\\": 3, \\\"Name\\\": \\\"x\\\"}\"}", "[(Name=\"x\", Size=3 Int32)]"),
        ("Place", "place", "(1,)", "(City=null, X=1 Int32)"),
        ("Place[]", "_place", "{\"(1,a)\",\"(2,\\\"\\\")\"}", "[(City=\"a\", X=1 Int32), (City=\"\", X=2 Int32)]"),
        ("List<Place?>", "_place", "{NULL}", "[null]"),
        ("Home", "home", "(\"(1,b)\",t)", "(IsOwned=True, Place=(City=\"b\", X=1 Int32))"),
    ];

    internal static readonly Lazy<Assembly> Rows = new(static () => new Project(
        JsonProject.Options with { AssemblyName = "Random", RootNamespace = "Random" },
        ("Common.cs", RowSource.Common),
        ("Rows.cs", $$"""
            namespace Random;
            [PostgresComposite] public readonly record struct Place(int X, string? City);
            [PostgresComposite] public sealed class Home { public required Place Place { get; init; } public bool IsOwned { get; set; } }
            {{string.Concat(Cases.Select(static (one, i) => Row(one.CSharp, i.ToString(CultureInfo.InvariantCulture))))}}
            """)).Load());

    public static TheoryData<int, string, string> Indexes() => [.. Cases.Select(static (one, i) => (i, one.CSharp, one.Postgres))];

    [Theory]
    [MemberData(nameof(Indexes))]
    public void Is_read(int index, string csharp, string postgres)
    {
        var (type, text) = (PostgresType.Named(postgres), Cases[index].Text);
        var reader = (RowReader)Rows.Value.GetType($"Random.Row{index.ToString(CultureInfo.InvariantCulture)}RowReader", throwOnError: true)!.GetField("Instance")!.GetValue(null)!;
        var layout = Layout(type, "plain nullable missing kept absent");
        var value = Sample.Column(new Sample("", [], text, ""), isBinary: false);

        var row = RandomRowTests.Read(reader, layout, [.. value, .. value, (byte)'n', .. value, (byte)'u'], isJson: false);

        Assert.Equal(csharp, Cases[index].CSharp);
        var expected = Cases[index].Expected;
        Assert.Equal(Rendered.Fields([("Plain", expected), ("Nullable", expected), ("Missing", "null"), ("Kept", expected), ("Absent", Rendered.Unchanged)]), Rendered.Of(row));
    }

    [Theory]
    [InlineData("hstore", "IReadOnlyDictionary<string, string>", "\"a\"=>NULL", "a value of the hstore is NULL")]
    [InlineData("int2", "Colour", "256", "not between 0 and 255")]
    [InlineData("jsonb", "Settings", "null", "is the null of JSON")]
    [InlineData("_int4", "int[]", "{NULL}", "an element of the value is NULL")]
    public void What_no_property_can_hold_is_an_error(string postgres, string csharp, string text, string reason)
    {
        var index = Array.FindIndex(Cases, one => one.CSharp == csharp);
        var reader = (RowReader)Rows.Value.GetType($"Random.Row{index.ToString(CultureInfo.InvariantCulture)}RowReader", throwOnError: true)!.GetField("Instance")!.GetValue(null)!;
        var layout = Layout(PostgresType.Named(postgres), "missing nullable absent kept plain");

        var exception = Assert.Throws<RowReadException>(() =>
            RandomRowTests.Read(reader, layout, [.. "nnuu"u8, .. Sample.Column(new Sample("", [], text, ""), isBinary: false)], isJson: false));

        Assert.Equal("plain", exception.Column);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    internal static TableLayout Layout(ColumnType type, string columns) =>
        new(new TableName("public", "rows"), [.. columns.Split(' ').Select(name => new TableColumn(name, type, IsInIdentity: true, IsInKey: false))]);

    private static string Row(string type, string number) => $$"""
        public sealed record Row{{number}}({{type}} Plain, {{type}}? Nullable, {{type}}? Missing, Unchanged<{{type}}> Kept, Unchanged<{{type}}?> Absent);
        public static class Listeners{{number}} { [PostgresListener("rows")] public static void On{{number}}(Change<Row{{number}}> change) { } }

        """;
}
