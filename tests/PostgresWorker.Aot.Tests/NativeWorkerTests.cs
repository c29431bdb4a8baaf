using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Aot;

/// <summary>A worker published with Native AOT does the whole walk: "publishes" and "works" are different claims.</summary>
public sealed partial class NativeWorkerTests(PublishedWorker published)
{
    [Fact]
    public void It_publishes_without_a_trim_or_AOT_warning() => Assert.DoesNotMatch("warning|IL[0-9]{4}|will always throw", published.Output);

    [Fact]
    public async Task It_takes_typed_changes_from_a_real_server_within_its_size_and_memory()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await ThrowAwayPostgres.StartAsync(ct: ct);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await database.ExecuteAsync(Schema.Items);
        var log = Path.Combine(Path.GetDirectoryName(published.Executable)!, "delivered");

        // The first start makes slot and publication; the second finds changes that came while nobody was there.
        await using (var first = published.Start(server, ("Log", log)))
        {
            await first.LineAsync(line => line.Contains("reads changes from slot", StringComparison.Ordinal), ct);
            Assert.Equal(0, await first.StopAsync(ct));
        }

        await database.ExecuteAsync("INSERT INTO items (id, note) VALUES (1, 'hello'); UPDATE items SET version = 2, state = 'in_stock', price = 12.50; DELETE FROM items; INSERT INTO items (id) SELECT g FROM generate_series(2, 1001) g");
        await using var worker = published.Start(server, ("Log", log));
        var milliseconds = FirstChange().Match(await worker.LineAsync(line => line.StartsWith("first change", StringComparison.Ordinal), ct)).Groups["ms"].Value;
        await worker.UntilAsync(_ => Task.FromResult(File.ReadLines(log).Count() >= 1003), ct);
        var peak = PeakKilobytes(worker.ProcessId);
        Assert.Equal(0, await worker.StopAsync(ct));

        Assert.Equal(
            ["1 1 INSERT New 9.99 hello", "1 2 UPDATE InStock 12.50 hello", "1 2 DELETE InStock 12.50 hello"],
            File.ReadLines(log).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Where(line => line.StartsWith("1 ", StringComparison.Ordinal)));
        var megabytes = new FileInfo(published.Executable).Length / 1_000_000.0;
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"measured: Native AOT: {megabytes:F1} MB, first change {milliseconds} ms after the process began, peak RSS {peak / 1024.0:F1} MB"));
        Assert.InRange(megabytes, 1, 20);
        Assert.InRange(peak, 1, 40 * 1024);
    }

    private static long PeakKilobytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^first change after (?<ms>[0-9]+) ms$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstChange();
}
