using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Tests;

/// <summary>The expected names are what Npgsql 10's NpgsqlSnakeCaseNameTranslator makes of them, but for the last.</summary>
public sealed class SnakeCaseTests
{
    [Theory]
    [InlineData("Id", "id")]
    [InlineData("CustomerId", "customer_id")]
    [InlineData("customerId", "customer_id")]
    [InlineData("URL", "url")]
    [InlineData("HTTPServer", "http_server")]
    [InlineData("ServerURL", "server_url")]
    [InlineData("Address2Line", "address2line")]
    [InlineData("Address2", "address2")]
    [InlineData("Utf8Text", "utf8text")]
    [InlineData("already_snake", "already_snake")]
    [InlineData("Mixed_Case", "mixed_case")]
    [InlineData("ABTest", "ab_test")]
    [InlineData("A", "a")]
    [InlineData("_Id", "_id")]
    [InlineData("ÄrgerÖl", "ärger_öl")]
    [InlineData("名前", "名前")]
    public void Is_npgsqls(string name, string expected) => Assert.Equal(expected, SnakeCase.Of(name));
}
