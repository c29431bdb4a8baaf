using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Rows;
using PostgresWorker.Tests.Rows;
using PostgresWorker.Tests.Support;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Tests.Wal;

public sealed class FilterInspectionTests : IAsyncDisposable
{
    // Nobody is there: what needs no question asks none.
    private readonly NpgsqlDataSource _nobody = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=1");

    public ValueTask DisposeAsync() => _nobody.DisposeAsync();

    [Fact]
    public async Task Before_15_a_filter_is_refused()
    {
        var (_, finding) = await InspectAsync("id > 1", 140011);
        Assert.Equal("filter_version", finding!.Code);
        Assert.Equal("Listener rows says Where = \"id > 1\", but row filters need PostgreSQL 15; leave it out and filter in the listener, or upgrade the server.", finding.Message);
    }

    [Fact]
    public async Task Without_a_filter_there_is_nothing_to_ask()
    {
        var (needs, finding) = await InspectAsync(null, 140011);
        Assert.Null(finding);
        Assert.Null(needs.Filter);
    }

    [Fact]
    public void Truncates_have_no_filter() => Assert.Null(
        new TableNeeds(Table.Name, [Shop.TruncateListener("gone", (_, _, _) => default)]).Where);

    [Theory]
    [InlineData("(id > 1)", "(id > 1)", true)]
    [InlineData("(id > 1)", "(id > 2)", false)]
    [InlineData("(id > 1)", null, false)]
    [InlineData(null, "id>1", true)]
    [InlineData(null, "(id > 1)", false)]
    public void A_filter_is_the_same_by_the_servers_text(string? deparsed, string? published, bool isSame) =>
        Assert.Equal(isSame, new RowFilter("id>1", deparsed, []).IsSame(published));

    [Theory]
    [InlineData(null, "Total > 1", true)]
    [InlineData(null, "\"to\"\"tal\" > 1", true)]
    [InlineData(null, "id > 1", false)]
    [InlineData("(total > 1)", "id > 1", true)]
    [InlineData("(id > 1)", "total > 1", false)]
    public void A_filter_that_the_server_could_not_read_may_concern_what_its_text_may_name(string? deparsed, string condition, bool concerns) =>
        Assert.Equal(concerns, new RowFilter(condition, deparsed, deparsed is "(total > 1)" ? ["total"] : []).MayConcern("total"));

    private Task<(TableNeeds Needs, Finding? Finding)> InspectAsync(string? condition, int version)
    {
        var needs = new TableNeeds(Table.Name, [Shop.Listener("rows", ([], null), condition)]);
        return new FilterInspection(new TableCatalog(_nobody), new RowFilterReader(_nobody)).InspectAsync(needs, version, TestContext.Current.CancellationToken);
    }
}
