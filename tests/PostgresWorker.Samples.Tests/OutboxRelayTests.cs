using System.Globalization;
using System.Text.Json;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Samples.Tests;

/// <summary>The relay with several instances, one of which is killed.</summary>
public sealed class OutboxRelayTests : IDisposable
{
    private const int Keys = 8, PerKey = 60;

    private readonly DirectoryInfo _topics = Directory.CreateTempSubdirectory("topics");

    [Fact]
    public async Task Each_message_is_relayed_once_and_those_of_a_key_in_order_though_an_instance_is_killed()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(3));
        var ct = deadline.Token;
        await using var database = await SampleDatabase.CreateAsync("OutboxRelay", ct);
        await using var first = Start(database);
        await first.UntilAsync(async _ => await database.IsAsync("SELECT (to_regclass('postgres_worker.lanes') IS NOT NULL)::text", "true", ct), ct);
        await using var second = Start(database);
        await using var third = Start(database);
        foreach (var instance in new[] { second, third })
        {
            // All three have their share before anything is written.
            await instance.UntilAsync(async _ => await database.IsAsync("SELECT count(DISTINCT owner)::text FROM postgres_worker.lanes", "3", ct), ct);
        }

        var writing = Task.WhenAll(Enumerable.Range(1, Keys).Select(key => WriteAsync(database, key, ct)));
        await second.LineAsync(IsRelayed, ct);
        await third.LineAsync(IsRelayed, ct);
        await second.KillAsync(ct);
        await writing;

        await SampleDatabase.IsAsync(() => Task.FromResult(Relayed()), files => files.Sum(file => file.Length) >= Keys * PerKey, ct);
        Assert.Equal(await database.RowsAsync("SELECT key, array_agg(id ORDER BY id)::text FROM messages GROUP BY key ORDER BY key", ct), Relayed().Select((ids, key) => $"{key + 1}, {{{string.Join(',', ids)}}}"));
        Assert.Equal((0, 0), (await first.StopAsync(ct), await third.StopAsync(ct)));
    }

    public void Dispose() => _topics.Delete(recursive: true);

    private static bool IsRelayed(string line) => line.EndsWith(" relayed", StringComparison.Ordinal);

    private static async Task WriteAsync(SampleDatabase database, int key, CancellationToken ct)
    {
        for (var i = 0; i < PerKey; i++)
        {
            await database.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO messages (topic, key, body) VALUES ('orders', '{key}', '{{\"number\": {i}}}')"), ct);
        }
    }

    private ThrowAwayProgram Start(SampleDatabase database) => database.Start(("Topics", _topics.FullName), ("PostgresWorker__Sources__shop__LeaseDuration", "00:00:02"));

    /// <summary>The ids in the file of each key.</summary>
    private long[][] Relayed() =>
    [
        .. Enumerable.Range(1, Keys).Select(key => Path.Combine(_topics.FullName, string.Create(CultureInfo.InvariantCulture, $"orders.{key}.jsonl")))
            .Select(file => File.Exists(file) ? File.ReadLines(file).Where(line => line.EndsWith('}')).Select(Id).ToArray() : []),
    ];

    private static long Id(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("id").GetInt64();
    }
}
