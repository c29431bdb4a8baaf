namespace PostgresWorker.Abstractions.Tests;

public sealed class HandlerRouteTests
{
    private const string Json = """{"sourceName":"shop","tableName":"orders"}""";

    [Fact]
    public void What_is_written_is_read_the_same()
    {
        var route = HandlerRoute.Create("shop", "orders");

        Assert.Equal(Json, route.ToJson());
        Assert.Equal(Json, route.ToString());
        Assert.Equal(route, HandlerRoute.Parse(Json));
        Assert.Equal(("shop", "orders"), (route.SourceName, route.TableName));
    }

    [Fact]
    public void Names_may_hold_anything()
    {
        var route = HandlerRoute.Create("größe \"x\"", "\"Sales\".\"Order {Lines}\"");

        Assert.Equal(route, HandlerRoute.Parse(route.ToJson()));
    }

    [Theory]
    [InlineData("orders", "orders")]
    [InlineData(" sales.orders\n", "sales.orders")]
    [InlineData("\"Order Lines\"", "\"Order Lines\"")]
    [InlineData("null", "null")]
    public void What_is_no_json_is_a_table_of_the_default_source(string text, string table) =>
        Assert.Equal(HandlerRoute.Create("default", table), HandlerRoute.Parse(text));

    [Theory]
    [InlineData("""{"tableName":"orders"}""")]
    [InlineData("""{"sourceName":null,"tableName":"orders","more":1}""")]
    public void A_source_that_is_not_given_is_the_default_one(string json) => Assert.Equal(HandlerRoute.Create("default", "orders"), HandlerRoute.Parse(json));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("""{"sourceName":"shop"}""")]
    [InlineData("""{"sourceName":"","tableName":"orders"}""")]
    [InlineData("""{"sourceName":"shop","tableName":" "}""")]
    [InlineData("""{"sourceName":1,"tableName":"orders"}""")]
    [InlineData("""{"tableName":"orders"} more""")]
    public void What_is_no_route_is_refused(string text)
    {
        Assert.Contains("tableName", Assert.Throws<FormatException>(() => HandlerRoute.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(HandlerRoute.TryParse(text, out _));
    }

    [Fact]
    public void Empty_names_are_refused()
    {
        Assert.Throws<ArgumentException>(() => HandlerRoute.Create("", "orders"));
        Assert.Throws<ArgumentException>(() => HandlerRoute.Create("shop", " "));
        Assert.Throws<ArgumentNullException>(() => HandlerRoute.Parse(null!));
        Assert.False(HandlerRoute.TryParse(null, out _));
    }
}
