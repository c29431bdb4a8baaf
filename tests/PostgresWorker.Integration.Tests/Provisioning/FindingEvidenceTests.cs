using System.Text.RegularExpressions;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Provisioning;

/// <summary>What docs/findings.md has an operator look at can be asked of a server.</summary>
public sealed partial class FindingEvidenceTests(PostgresServer server)
{
    [Fact]
    public async Task Each_statement_of_the_page_runs()
    {
        var root = Repository.Root;
        var statements = Statement().Matches(await File.ReadAllTextAsync(Path.Combine(root, "docs/findings.md"), TestContext.Current.CancellationToken))
            .Select(match => match.Groups["block"].Success ? match.Groups["block"].Value : match.Groups["inline"].Value)
            .Where(sql => !sql.Contains("...", StringComparison.Ordinal) && !sql.Contains("pg_drop_", StringComparison.Ordinal))
            .ToArray();
        Assert.InRange(statements.Length, 30, 100);

        // An outbox has all that there is of ours.
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        await using var worker = await RunningWorker.StartAsync(database);
        await using var connection = await database.ConnectAsync();
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            var error = await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
            Assert.True(error is null, $"{sql}\n{error?.Message}");
        }
    }

    [GeneratedRegex(@"```sql\n(?<block>.+?)\n```|`(?<inline>(SHOW|SELECT) [^`]+)`", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Statement();
}
