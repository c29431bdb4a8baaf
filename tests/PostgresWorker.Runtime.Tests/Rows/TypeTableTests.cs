using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Rows;

/// <summary>The manual's table of types is the code's own. <c>POSTGRESWORKER_ACCEPT=1</c> writes it.</summary>
public sealed class TypeTableTests
{
    private const string Begin = "<!-- The table of ColumnTypes.cs; POSTGRESWORKER_ACCEPT=1 and TypeTableTests write it. -->\n", End = "<!-- End of the table. -->\n";

    [Fact]
    public void Manual_has_the_table_of_the_code()
    {
        var root = Repository.Root;
        var path = Path.Combine(root, "docs", "rows-and-types.md");
        var manual = File.ReadAllText(path).ReplaceLineEndings("\n");
        var begin = manual.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = manual.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end >= begin, "The marks of the table are missing.");
        var table = "| C# | Postgres | not read, and said so |\n|---|---|---|\n" + string.Concat(ColumnTypes.Table.Select(row => row.ToMarkdown() + "\n"));
        if (Environment.GetEnvironmentVariable("POSTGRESWORKER_ACCEPT") == "1")
        {
            File.WriteAllText(path, manual[..begin] + table + manual[end..]);
            return;
        }

        Assert.True(table == manual[begin..end], "docs/rows-and-types.md has another table than ColumnTypes.cs; run this test with POSTGRESWORKER_ACCEPT=1 and read the difference.");
    }

    [Fact]
    public void Every_kind_has_one_row() => Assert.Equal(Enum.GetValues<ColumnKind>(), ColumnTypes.Table.Select(row => row.Kind).Order());
}
