using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Tests;

public sealed class TableNameParserTests
{
    [Theory]
    [InlineData("orders", "public", "orders")]
    [InlineData("sales.orders", "sales", "orders")]
    [InlineData("_a$1.b_2", "_a$1", "b_2")]
    [InlineData("\"Sales\".\"Order Lines\"", "Sales", "Order Lines")]
    [InlineData("\"a.b\"", "public", "a.b")]
    [InlineData("sales.\"say \"\"hi\"\"\"", "sales", "say \"hi\"")]
    [InlineData("\"x\".y", "x", "y")]
    [InlineData("\"\"\"\"", "public", "\"")]
    public void A_name_is_read(string text, string schema, string table)
    {
        Assert.True(TableNameParser.TryParse(text, out var readSchema, out var readTable, out _));
        Assert.Equal((schema, table), (readSchema, readTable));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a.", "empty")]
    [InlineData(".a", "empty")]
    [InlineData("\"\"", "empty")]
    [InlineData("a.b.c", "more than two parts")]
    [InlineData("Orders", "quoted")]
    [InlineData("1st", "quoted")]
    [InlineData("$a", "quoted")]
    [InlineData("order lines", "quoted")]
    [InlineData(" orders", "quoted")]
    [InlineData("ärger", "quoted")]
    [InlineData("\"a", "closing quote")]
    [InlineData("\"a\"b", "follows the closing quote")]
    [InlineData("a\"b\"", "quoted")]
    [InlineData("\"a\0b\"", "zero character")]
    public void What_is_none_is_told_why(string text, string reason)
    {
        Assert.False(TableNameParser.TryParse(text, out _, out _, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void The_longest_name_has_63_bytes(int length, bool expected)
    {
        Assert.Equal(expected, TableNameParser.TryParse(new string('a', length), out _, out _, out _));
        Assert.Equal(expected, TableNameParser.TryParse($"\"{new string('ä', length / 2)}{new string('A', length % 2)}\"", out _, out _, out _));
    }
}
