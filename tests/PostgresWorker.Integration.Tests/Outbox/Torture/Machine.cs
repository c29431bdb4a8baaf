using System.Globalization;
using System.Text.RegularExpressions;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Outbox.Torture;

/// <summary>A place where one worker runs at a time, to which things happen.</summary>
internal sealed partial class Machine : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly string _folder;
    private readonly List<string> _logs = [];
    private ThrowAwayProgram _worker;
    private int _pauses;

    private Machine(TestDatabase database, string folder)
    {
        (_database, _folder) = (database, folder);
        _worker = Start();
    }

    /// <summary>Changes that stood in the outbox when a worker was killed or stopped, which may therefore come twice.</summary>
    public HashSet<long> Interrupted { get; } = [];

    /// <summary>Logs of workers that lost their lease by themselves, as they got no time on this machine: what they had in flight may come twice too.</summary>
    public HashSet<string> Starved { get; } = [];

    public int Kills { get; private set; }

    public int Pauses { get; private set; }

    public int Restarts { get; private set; }

    /// <summary>What its workers have delivered.</summary>
    public IEnumerable<(DeliveredLine Line, bool IsStarved)> Delivered =>
        _logs.Where(File.Exists).SelectMany(log => DeliveredLine.ReadAll(log).Select(line => (line, Starved.Contains(log))));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Machine> StartAsync(TestDatabase database, string folder)
    {
        Directory.CreateDirectory(folder);
        var machine = new Machine(database, folder);
        await TestWorkerProcess.IsStreamingAsync(machine._worker, Token);
        return machine;
    }

    /// <summary>SIGKILL, and another start.</summary>
    public async Task KillAsync()
    {
        await _worker.KillAsync(Token);
        await RememberAsync();
        Judge();
        await _worker.DisposeAsync();
        _worker = Start();
        Kills++;
    }

    /// <summary>SIGSTOP until the others have taken its lanes over; then it goes on and must see that it is none of them any more.</summary>
    public async Task PauseAsync()
    {
        await TestWorkerProcess.IsStreamingAsync(_worker, Token);
        var instance = LastInstance();
        await Signal.StopAsync(_worker);
        try
        {
            await RememberAsync();
            await Eventually.IsTrueAsync(
                async () => !await _database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM postgres_worker.instances WHERE id = {instance})"), $"instance {instance} is removed by the others");
        }
        finally
        {
            await Signal.ContinueAsync(_worker);
        }

        await _worker.LineAsync(line => line.Contains($"was taken over by another instance (epoch {instance} is over)", StringComparison.Ordinal), Token);
        Pauses++;
        _pauses++;
    }

    /// <summary>SIGTERM, and another start: nothing may come twice.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await _worker.DisposeAsync();
        _worker = Start();
        Restarts++;
    }

    /// <summary>Ends the last of its workers.</summary>
    public async Task StopAsync()
    {
        // A process that has only begun does not listen to SIGTERM yet, and just dies of it.
        await TestWorkerProcess.IsStreamingAsync(_worker, Token);
        Assert.Equal(0, await _worker.StopAsync(Token));
        Judge();
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    private void Judge()
    {
        if (_worker.Lines.Count(line => line.Contains("was taken over by another instance", StringComparison.Ordinal)) > _pauses)
        {
            Starved.Add(_logs[^1]);
        }

        _pauses = 0;
    }

    private ThrowAwayProgram Start()
    {
        _logs.Add(Path.Combine(_folder, $"{_logs.Count}"));
        return TestWorkerProcess.Start(_database, ("Log", _logs[^1]), ("Stamps", "yes"), ("PostgresWorker__Sources__test__DrainTimeout", "00:00:20"), ("PostgresWorker__Sources__test__LeaseDuration", "00:00:05"));
    }

    private async Task RememberAsync() =>
        Interrupted.UnionWith(await _database.ScalarAsync<long[]>($"SELECT coalesce(array_agg(id), '{{}}') FROM postgres_worker.\"outbox_{_database.Slot}\""));

    private long LastInstance() => long.Parse(_worker.Lines.Select(line => Joined().Match(line)).Last(match => match.Success).Groups["id"].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("this is instance (?<id>[0-9]+),", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Joined();
}
