using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Aot;

/// <summary>A worker published with Native AOT does the whole walk: "publishes" and "works" are different claims.</summary>
public sealed partial class NativeWorkerTests(PublishedWorker published)
{
    private const string Schema =
        """
        CREATE TYPE item_state AS ENUM ('new', 'in_stock', 'sold_out');
        CREATE TABLE items (id bigint PRIMARY KEY, version int NOT NULL DEFAULT 1, state item_state NOT NULL DEFAULT 'new',
                            price numeric(12,2) NOT NULL DEFAULT 9.99, changed_at timestamptz NOT NULL DEFAULT now(), note text)
        """;

    [Fact]
    public void It_publishes_without_a_trim_or_AOT_warning() => Assert.DoesNotMatch("warning|IL[0-9]{4}", published.Output);

    [Fact]
    public async Task It_takes_typed_changes_from_a_real_server_within_its_size_and_memory()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await ThrowAwayPostgres.StartAsync(ct: ct);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await ExecuteAsync(database, Schema);
        var log = Path.Combine(Path.GetDirectoryName(published.Executable)!, "delivered");

        // The first start makes slot and publication; the second finds changes that came while nobody was there.
        await using (var first = Start(server, log))
        {
            await first.LineAsync(line => line.Contains("reads changes from slot", StringComparison.Ordinal), ct);
            Assert.Equal(0, await first.StopAsync(ct));
        }

        await ExecuteAsync(database, "INSERT INTO items (id, note) VALUES (1, 'hello'); UPDATE items SET version = 2, state = 'in_stock', price = 12.50; DELETE FROM items; INSERT INTO items (id) SELECT g FROM generate_series(2, 1001) g");
        await using var worker = Start(server, log);
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

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private ThrowAwayProgram Start(ThrowAwayPostgres server, string log) => ThrowAwayProgram.Start(
        published.Executable,
        [],
        Path.GetDirectoryName(published.Executable)!,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__test"] = server.ConnectionString,
            ["Log"] = log,
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__PostgresWorker"] = "Information",
        });

    [GeneratedRegex("^first change after (?<ms>[0-9]+) ms$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstChange();
}
