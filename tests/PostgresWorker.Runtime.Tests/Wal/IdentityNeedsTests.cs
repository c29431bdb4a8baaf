using PostgresWorker.Generated;
using PostgresWorker.Rows;
using PostgresWorker.Tests.Rows;
using PostgresWorker.Tests.Support;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Tests.Wal;

public sealed class IdentityNeedsTests
{
    private static readonly ColumnDescription[] Columns = [new("id", 20, 'p', true, true), new("total", 23, 'p', false, false)];

    /// <summary>Otherwise a publication would be made that makes every UPDATE and DELETE fail.</summary>
    [Fact]
    public void A_condition_that_the_server_could_not_read_needs_the_columns_that_it_may_be_over()
    {
        var reason = Reason(new RowFilter("total > 1", null, []), ChangeKinds.Rows);
        Assert.Contains("may be over 'total'", reason, StringComparison.Ordinal);
        Assert.Contains("Grant TEMPORARY", reason, StringComparison.Ordinal);
        Assert.Null(Reason(new RowFilter("total > 1", null, []), ChangeKinds.Inserted));
        Assert.Null(Reason(new RowFilter("id > 1", null, []), ChangeKinds.Rows));
    }

    [Fact]
    public void A_condition_that_it_could_read_needs_its_own()
    {
        Assert.Contains("by 'total' (Where)", Reason(new RowFilter("total > 1", "(total > 1)", ["total"]), ChangeKinds.Rows), StringComparison.Ordinal);
        Assert.Null(Reason(new RowFilter("id > 1", "(id > 1)", ["id"]), ChangeKinds.Rows));
    }

    [Fact]
    public void What_divides_into_shards_needs_its_own()
    {
        var needs = new TableNeeds(Table.Name, [Shop.Listener("rows", ([], null))]) { Part = "hash(total) % 2 = 1", PartColumns = ["total"], Filter = new RowFilter("hash(total) % 2 = 1", "(hash(total) % 2 = 1)", ["total"]) };
        Assert.Contains(
            "are divided into shards by 'total', which is not in its replica identity",
            IdentityNeeds.Reason(new TableDescription(1, Table.Name, 'r', 'd', 'p'), Columns, needs, ChangeKinds.Rows),
            StringComparison.Ordinal);
    }

    private static string? Reason(RowFilter filter, ChangeKinds published) => IdentityNeeds.Reason(
        new TableDescription(1, Table.Name, 'r', 'd', 'p'),
        Columns,
        new TableNeeds(Table.Name, [Shop.Listener("rows", ([], null), filter.Condition)]) { Filter = filter },
        published);
}
