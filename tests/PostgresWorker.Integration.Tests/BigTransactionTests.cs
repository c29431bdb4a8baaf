using System.Globalization;
using System.Text.RegularExpressions;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>Memory follows neither the backlog nor the size of a transaction.</summary>
public sealed partial class BigTransactionTests(PostgresServer server)
{
    private const int Rows = 1_000_000, Updated = 100_000;
    private const int WideRows = 10_000, WideRowsOfATransaction = 1_000;

    [Fact]
    public async Task A_million_rows_of_one_transaction_written_while_the_worker_was_away_pass_in_150_MB()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable);
        await using (var first = TestWorkerProcess.Start(database))
        {
            await TestWorkerProcess.IsStreamingAsync(first, ct);
            await first.StopAsync(ct);
        }

        await database.ExecuteAsync($"BEGIN; INSERT INTO items (id, note) SELECT g, 'note ' || g FROM generate_series(1, {Rows}) g; UPDATE items SET version = 2 WHERE id <= {Updated}; COMMIT");
        await PassesAsync(database, Rows + Updated, peakMegabytes: 150, ct);
    }

    [Fact]
    public async Task Transactions_of_a_gigabyte_with_rows_of_a_megabyte_pass_in_300_MB()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable);
        await using (var first = TestWorkerProcess.Start(database))
        {
            await TestWorkerProcess.IsStreamingAsync(first, ct);
            await first.StopAsync(ct);
        }

        // They are small on the server's disk, which compresses them (once: what is copied stays compressed), and whole in the stream.
        await database.ExecuteAsync("CREATE TABLE wide AS SELECT repeat('wide ', 200000) AS note");
        for (var written = 0; written < WideRows; written += WideRowsOfATransaction)
        {
            await database.ExecuteAsync($"INSERT INTO items (id, note) SELECT g, wide.note FROM wide, generate_series({written + 1}, {written + WideRowsOfATransaction}) g");
        }

        // Without a limit the collector lets strings of megabytes lie for as long as the machine has memory. What is needed at one time must fit into this one.
        await PassesAsync(database, WideRows, peakMegabytes: 300, ct, ("DOTNET_GCHeapHardLimit", "0xC000000"));
    }

    private static async Task PassesAsync(TestDatabase database, int changes, int peakMegabytes, CancellationToken ct, params (string Name, string Value)[] settings)
    {
        await using var worker = TestWorkerProcess.Start(database, [("Expect", changes.ToString(CultureInfo.InvariantCulture)), .. settings]);
        var summary = await worker.LineAsync(line => line.StartsWith("all ", StringComparison.Ordinal), ct);
        TestContext.Current.TestOutputHelper!.WriteLine($"measured: {summary}");
        var numbers = Summary().Match(summary);
        Assert.Equal("0", numbers.Groups["disorder"].Value);
        Assert.InRange(long.Parse(numbers.Groups["peak"].Value, CultureInfo.InvariantCulture), 1, peakMegabytes * 1024);
        await database.WhenEverythingIsConfirmedAsync();
    }

    [GeneratedRegex("^all [0-9]+ changes, (?<disorder>[0-9]+) out of order, peak (?<peak>[0-9]+) kB$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Summary();
}
