using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class QuoteTableFixTests
{
    private const string Quote = "Quote the name";
    private const string Small = "Use small letters";

    [Theory]
    [InlineData("Orders", "\\\"Orders\\\"", Quote)]
    [InlineData("Orders", "orders", Small)]
    [InlineData("sales.OrderLines", "sales.\\\"OrderLines\\\"", Quote)]
    [InlineData("order lines", "\\\"order lines\\\"", Quote)]
    [InlineData("Sales.Order Lines", "\\\"Sales\\\".\\\"Order Lines\\\"", Quote)]
    [InlineData("2nd", "\\\"2nd\\\"", Quote)]
    public Task A_name_is_quoted_or_small(string before, string after, string title) =>
        Fixed.Becomes(Listener($"{{|PGW1008:\"{before}\"|}}"), Listener($"\"{after}\""), new QuoteTableFix(), title);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"a.b.c\"")]
    [InlineData("\"sales.\"")]
    [InlineData("\" orders\"")]
    [InlineData("\"\\\"Orders\"")]
    [InlineData("\"O\\0\"")]
    [InlineData("Names.Table")]
    public Task Not_where_it_could_mean_more_than_one_thing(string before) => Fixed.Stays(Listener($"{{|PGW1008:{before}|}}"), new QuoteTableFix());

    private static string Listener(string table) => $$"""
        static class Names { public const string Table = "Orders"; }
        static class Listeners
        {
            [PostgresListener("shop", {{table}})]
            public static void On(Truncated change) { }
        }
        """;
}
