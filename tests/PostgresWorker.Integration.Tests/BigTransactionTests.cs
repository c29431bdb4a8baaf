using System.Globalization;
using System.Text.RegularExpressions;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>Memory follows neither the backlog nor the size of a transaction.</summary>
public sealed partial class BigTransactionTests(PostgresServer server)
{
    // How much the collector lets lie before it looks follows the processor's cache, of which some machines have hundreds of megabytes: 4 MB here, on all of them. And as below: what is needed at one
    // time must fit into 64 MB.
    private static readonly (string, string)[] Small = [("DOTNET_GCgen0size", "0x400000"), ("DOTNET_GCHeapHardLimit", "0x4000000")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // What triggers write costs the server more than the WAL alone. All of it, read at once, would be more than it may be.
    [Theory]
    [InlineData(Capture.Wal, 1_000_000, "'note ' || g")]
    [InlineData(Capture.Outbox, 100_000, "repeat('note ', 200)")]
    public async Task Many_rows_of_one_transaction_written_while_the_worker_was_away_pass_in_150_MB(Capture capture, int rows, string note)
    {
        if (capture == Capture.Wal && Environment.GetEnvironmentVariable("POSTGRESWORKER_BIG_TRANSACTION") is { } asked)
        {
            rows = int.Parse(asked, CultureInfo.InvariantCulture);
        }

        await using var database = await WithoutWorkerAsync($"many_{capture}", capture);
        await database.ExecuteAsync($"BEGIN; INSERT INTO items (id, note) SELECT g, {note} FROM generate_series(1, {rows}) g; UPDATE items SET version = 2 WHERE id <= {rows / 10}; COMMIT", timeoutSeconds: 1200);
        await PassesAsync(database, rows + (rows / 10), peakMegabytes: 150, Small);
    }

    [Theory]
    [InlineData(Capture.Wal, 4_000, 1_000)]
    [InlineData(Capture.Outbox, 150, 50)]
    public async Task Transactions_with_rows_of_a_megabyte_pass_in_300_MB(Capture capture, int rows, int ofATransaction)
    {
        await using var database = await WithoutWorkerAsync($"wide_{capture}", capture);

        // They are small on the server's disk, which compresses them (once: what is copied stays compressed), and whole in the stream.
        await database.ExecuteAsync("CREATE TABLE wide AS SELECT repeat('wide ', 200000) AS note");
        for (var written = 0; written < rows; written += ofATransaction)
        {
            await database.ExecuteAsync($"INSERT INTO items (id, note) SELECT g, wide.note FROM wide, generate_series({written + 1}, {written + ofATransaction}) g");
        }

        // Without a limit the collector lets strings of megabytes lie for as long as the machine has memory. What is needed at one time must fit into this one.
        await PassesAsync(database, rows, peakMegabytes: 300, ("DOTNET_GCHeapHardLimit", "0xC000000"));
    }

    /// <summary>A database whose changes are kept for a worker that has been there.</summary>
    private async Task<TestDatabase> WithoutWorkerAsync(string test, Capture capture)
    {
        var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable, test, capture: capture);
        await using var first = TestWorkerProcess.Start(database);
        await TestWorkerProcess.IsStreamingAsync(first, Token);
        await first.StopAsync(Token);
        return database;
    }

    private static async Task PassesAsync(TestDatabase database, int changes, int peakMegabytes, params (string Name, string Value)[] settings)
    {
        await using var worker = TestWorkerProcess.Start(database, [("Expect", changes.ToString(CultureInfo.InvariantCulture)), .. settings]);
        var summary = await worker.LineAsync(line => line.StartsWith("all ", StringComparison.Ordinal), Token);
        TestContext.Current.TestOutputHelper!.WriteLine($"measured: {summary}");
        var numbers = Summary().Match(summary);
        Assert.Equal("0", numbers.Groups["disorder"].Value);
        Assert.InRange(long.Parse(numbers.Groups["peak"].Value, CultureInfo.InvariantCulture), 1, peakMegabytes * 1024);
        await database.WhenEverythingIsConfirmedAsync();
    }

    [GeneratedRegex("^all [0-9]+ changes, (?<disorder>[0-9]+) out of order, peak (?<peak>[0-9]+) kB$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Summary();
}
