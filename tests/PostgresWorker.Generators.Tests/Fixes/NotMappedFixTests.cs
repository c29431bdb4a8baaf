using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class NotMappedFixTests
{
    [Theory]
    [InlineData("public {|PGW2001:object|} Cache { get; set; }", "[NotMapped]\n    public object Cache { get; set; }")]
    [InlineData("public string ID2 { get; set; } public string {|PGW2006:Id2|} { get; set; }", "public string ID2 { get; set; }\n    [NotMapped]\n    public string Id2 { get; set; }")]
    public Task The_property_is_no_column(string before, string after) =>
        Fixed.Becomes(Row(before), Row(after, "using System.ComponentModel.DataAnnotations.Schema;\n\n"), new NotMappedFix());

    [Theory]
    [InlineData("public required {|PGW2001:object|} Cache { get; set; }")]
    [InlineData("public {|PGW2001:object|} Cache { get; } public Row(object cache) => Cache = cache;")]
    public Task Not_where_it_must_be_one(string before) => Fixed.Stays(Row(before), new NotMappedFix());

    [Fact]
    public Task Nor_where_it_is_a_parameter() => Fixed.Stays(
        "record Row(int Id, {|PGW2001:object|} Cache); static class Listeners { [PostgresListener(\"rows\")] internal static void On(Change<Row> change) { } }",
        new NotMappedFix());

    private static string Row(string property, string import = "") => $$"""
        {{import}}class Row
        {
            public int Id { get; set; }
            {{property}}
        }
        static class Listeners
        {
            [PostgresListener("rows")]
            internal static void On(Change<Row> change) { }
        }
        """;
}
