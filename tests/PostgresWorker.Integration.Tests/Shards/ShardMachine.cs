using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Shards;

/// <summary>A place where one worker process of a divided source runs at a time.</summary>
internal sealed class ShardMachine(TestDatabase database, string folder, params (string Name, string Value)[] settings) : IAsyncDisposable
{
    private readonly List<string> _logs = [];
    private ThrowAwayProgram? _worker;

    /// <summary>What its workers have delivered.</summary>
    public IEnumerable<DeliveredLine> Delivered => _logs.Where(File.Exists).SelectMany(DeliveredLine.ReadAll);

    /// <summary>What the worker of now has said.</summary>
    public IReadOnlyList<string> Lines => _worker?.Lines ?? [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Start(int shards, params (string Name, string Value)[] more)
    {
        Directory.CreateDirectory(folder);
        _logs.Add(Path.Combine(folder, $"{_logs.Count}"));
        _worker = TestWorkerProcess.Start(
            database, [("Log", _logs[^1]), ("Stamps", "yes"), ("PostgresWorker__Sources__test__Shards", $"{shards}"), .. settings, .. more]);
    }

    /// <summary>Waits until the worker says something.</summary>
    public Task SaysAsync(string what) => _worker!.LineAsync(line => line.Contains(what, StringComparison.Ordinal), Token);

    /// <summary>How many shards it has begun to read.</summary>
    public int Streams => Lines.Count(TestWorkerProcess.IsStreaming);

    public async Task KillAsync()
    {
        await _worker!.KillAsync(Token);
        await _worker.DisposeAsync();
        _worker = null;
    }

    public async Task StopAsync()
    {
        await TestWorkerProcess.IsStreamingAsync(_worker!, Token);
        Assert.Equal(0, await _worker!.StopAsync(Token));
    }

    public ValueTask DisposeAsync() => _worker?.DisposeAsync() ?? default;
}
