using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Control;
using PostgresWorker.Generated;
using PostgresWorker.Hosting;
using PostgresWorker.Sources;
using PostgresWorker.Telemetry;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Hosting;

public sealed class SourceRunnerTests : IAsyncDisposable
{
    private static readonly TimeSpan Min = TimeSpan.FromSeconds(1), Max = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _time = new();
    private readonly CapturingLogger _logger = new();
    private readonly Journal _journal = new();
    private SourceControl? _control;
    private SourceOptions? _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();

    public async ValueTask DisposeAsync()
    {
        _journal.Open();
        _stopping.Dispose();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData(0, new[] { 1.0, 1, 1, 1, 1, 1 })]
    [InlineData(0.5, new[] { 1.5, 2.5, 4.5, 5.5, 5.5, 5.5 })]
    [InlineData(1, new[] { 2.0, 4, 8, 10, 10, 10 })]
    public async Task Waits_between_attempts_grow_from_the_shortest_to_the_longest(double random, double[] seconds)
    {
        var runner = RunAsync(new ScriptedConnector(new IOException("down")), random);
        foreach (var expected in seconds)
        {
            var wait = await _time.PassNextWaitAsync();
            Assert.Equal(TimeSpan.FromSeconds(expected), wait);
            Assert.InRange(wait, Min, Max);
        }

        await _time.NextWaitAsync();
        await StopAsync(runner);
        var failures = _logger.Of(PostgresWorkerEventIds.ConnectionFailed);
        Assert.Equal(7, failures.Count);
        Assert.Contains("(attempt 7)", failures[6].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_that_are_loaded_anew_count_from_the_next_on()
    {
        var runner = RunAsync(new ScriptedConnector(new IOException("down")));
        Assert.Equal(TimeSpan.FromSeconds(1.5), await _time.NextWaitAsync());
        (_options!.MinReconnectInterval, _options.MaxReconnectInterval) = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(TimeSpan.FromSeconds(25), await _time.NextWaitAsync());
        await StopAsync(runner);
    }

    [Fact]
    public async Task Attempts_are_counted_anew_after_a_connection()
    {
        var down = new NpgsqlException("down");
        var runner = RunAsync(new ScriptedConnector(down, down, new ScriptedSource(Scripted.Fail(new IOException("cut"))), down));
        Assert.Equal(TimeSpan.FromSeconds(1.5), await _time.PassNextWaitAsync());
        Assert.Equal(TimeSpan.FromSeconds(2.5), await _time.PassNextWaitAsync());
        Assert.Equal(TimeSpan.FromSeconds(1.5), await _time.PassNextWaitAsync());
        Assert.Equal(TimeSpan.FromSeconds(2.5), await _time.NextWaitAsync());
        await StopAsync(runner);
    }

    [Fact]
    public async Task A_slot_in_use_means_standing_by_which_is_said_once()
    {
        var inUse = new PostgresException("in use", "ERROR", "ERROR", PostgresErrorCodes.ObjectInUse);
        var source = new ScriptedSource(Scripted.Fail(new IOException("cut")));
        var runner = RunAsync(new ScriptedConnector(inUse, inUse, inUse, source, inUse));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(TimeSpan.FromSeconds(1), await _time.PassNextWaitAsync());
            Assert.Equal("Source shop stands by: another instance reads slot postgres_worker_shop", Assert.Single(_logger.Of(PostgresWorkerEventIds.Standby)).Message);
        }

        await _time.PassNextWaitAsync();
        await _time.NextWaitAsync();
        Assert.Equal(2, _logger.Of(PostgresWorkerEventIds.Standby).Count);
        await StopAsync(runner);
    }

    [Fact]
    public async Task A_stream_that_must_be_text_is_connected_again_at_once()
    {
        var needed = new TextFormNeededException("listener rows needs it");
        var text = new ScriptedSource();
        var connector = new ScriptedConnector(needed, new ScriptedSource(Scripted.Fail(needed)), text);
        var runner = RunAsync(connector);
        await Deadline.Until(() => connector.Positions.Count == 3);
        Assert.Equal("Source shop connects again to read text forms, and will from now on: listener rows needs it", _logger.Of(PostgresWorkerEventIds.TextMode)[0].Message);
        Assert.Equal(2, _logger.Of(PostgresWorkerEventIds.TextMode).Count);
        Assert.Empty(_logger.Of(PostgresWorkerEventIds.ConnectionFailed));
        await StopAsync(runner);
    }

    [Fact]
    public async Task An_error_that_does_not_pass_halts_the_source()
    {
        var error = new PostgresWorkerConfigurationException(Shop.Name, [new Finding("wal_level", "wal_level is replica.")]);
        var connector = new ScriptedConnector(error);
        Assert.Same(error, await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => RunAsync(connector).InTime()));
        var line = Assert.Single(_logger.Of(PostgresWorkerEventIds.SourceHalted));
        Assert.Equal(LogLevel.Critical, line.Level);
        Assert.Contains("wal_level is replica.", line.Message, StringComparison.Ordinal);
        Assert.Single(connector.Positions);
    }

    [Fact]
    public async Task A_script_is_said_in_the_log_once_and_not_wherever_the_exception_is_shown()
    {
        var error = new PostgresWorkerConfigurationException(Shop.Name, [new Finding("store_schema", "There is no schema.", "BEGIN;\nCREATE SCHEMA x;\nCOMMIT"), new Finding("slot_missing", "There is no slot.", "SELECT make_one()")]);
        await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => RunAsync(new ScriptedConnector(error)).InTime());
        var line = Assert.Single(_logger.Of(PostgresWorkerEventIds.SourceHalted)).Message;
        Assert.Contains("CREATE SCHEMA x;", line, StringComparison.Ordinal);
        Assert.Contains("SELECT make_one()", line, StringComparison.Ordinal);
        Assert.DoesNotContain("CREATE SCHEMA", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("[store_schema] There is no schema. The SQL is in the log (1003).", error.Message, StringComparison.Ordinal);
        Assert.Contains("Run: SELECT make_one();", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_that_does_not_pass_halts_even_when_a_handler_outlasts_the_drain()
    {
        var error = new RowLayoutException(Rows.Table.Name, ["no column 'note'"]);
        var source = new ScriptedSource(Scripted.Begin(), Scripted.Insert(1));
        var runner = RunAsync(new ScriptedConnector(source), drain: TimeSpan.Zero);
        await Deadline.Until(() => _journal.Begun.Count == 1);
        source.Send(Scripted.Fail(error));
        await Deadline.Until(() => _logger.Of(PostgresWorkerEventIds.DrainTimedOut).Count == 1);
        _journal.Open();
        Assert.Same(error, await Assert.ThrowsAsync<RowLayoutException>(() => runner.InTime()));
    }

    [Fact]
    public async Task A_connection_goes_on_behind_what_is_finished()
    {
        _journal.Open();
        var source = new ScriptedSource(Scripted.Begin(), Scripted.Insert(1), Scripted.Commit(0x200));
        var connector = new ScriptedConnector(source, new IOException("still cut"), new ScriptedSource());
        var runner = RunAsync(connector);
        await Deadline.Until(() => _journal.Handled.Count == 1);
        source.Send(Scripted.Begin(), Scripted.Insert(2), Scripted.Fail(new IOException("cut")));
        await _time.PassNextWaitAsync();
        await _time.PassNextWaitAsync();
        await Deadline.Until(() => connector.Positions.Count == 3);
        Assert.Equal([Lsn.None, new Lsn(0x200), new Lsn(0x200)], connector.Positions);
        Assert.True(source.IsDisposed);
        await StopAsync(runner);
    }

    [Fact]
    public async Task Stopping_lets_handlers_finish_and_confirms_them()
    {
        var source = new ScriptedSource(Scripted.Begin(), Scripted.Insert(1), Scripted.Commit(0x200));
        var runner = RunAsync(new ScriptedConnector(source), drain: TimeSpan.FromDays(1));
        await Deadline.Until(() => source.Read == 3 && _journal.Begun.Count == 1);
        await _stopping.CancelAsync();
        Assert.False(runner.IsCompleted);
        _journal.Open();
        await runner.InTime();
        Assert.Equal([new Lsn(0x200)], source.Confirmations);
        Assert.Equal("Source shop stopped; everything up to 0/200 is handled", Assert.Single(_logger.Of(PostgresWorkerEventIds.SourceStopped)).Message);
        Assert.Equal((SourceState.Stopped, new Lsn(0x200)), (_control!.Status.State, _control.Status.Handled));
    }

    [Fact]
    public async Task A_handler_that_outlasts_the_drain_is_said_and_does_not_look_like_a_lost_connection()
    {
        var source = new ScriptedSource(Scripted.Begin(), Scripted.Insert(1), Scripted.Commit(0x200));
        var runner = RunAsync(new ScriptedConnector(source), drain: TimeSpan.FromSeconds(20));
        await Deadline.Until(() => source.Read == 3 && _journal.Begun.Count == 1);
        await _stopping.CancelAsync();
        Assert.Equal(TimeSpan.FromSeconds(20), await _time.PassNextWaitAsync());
        await Deadline.Until(() => _logger.Of(PostgresWorkerEventIds.DrainTimedOut).Count == 1);
        _journal.Open();
        await runner.InTime();
        Assert.Empty(_logger.Of(PostgresWorkerEventIds.ConnectionFailed));
        Assert.Single(_logger.Of(PostgresWorkerEventIds.SourceStopped));
    }

    [Fact]
    public async Task An_instance_that_stands_by_does_so_again_after_a_lost_connection()
    {
        var taken = new PostgresException("slot is active", "ERROR", "ERROR", PostgresErrorCodes.ObjectInUse);
        var runner = RunAsync(new ScriptedConnector(taken, new IOException("restart"), taken));
        await _time.PassNextWaitAsync();
        Assert.Equal(TimeSpan.FromSeconds(1.5), await _time.PassNextWaitAsync());
        await _time.NextWaitAsync();
        Assert.Equal((SourceState.Standby, SourceHealth.Healthy), (_control!.Status.State, _control.Status.Health));
        await StopAsync(runner);
    }

    private Task RunAsync(ScriptedConnector connector, double random = 0.5, TimeSpan drain = default)
    {
        var options = _options = new SourceOptions { MinReconnectInterval = Min, MaxReconnectInterval = Max, DrainTimeout = drain, HandlerTimeout = Timeout.InfiniteTimeSpan };
        ListenerRoute[] routes = [Shop.Listener("rows", ChangeKinds.Rows, _journal.RowAsync)];
        return new SourceRunner(new SourceDefinition(Shop.Name, options, routes, () => random), connector, new NoDatabase(), letters: null, _services, _control = new SourceControl(Shop.Name, new HashSet<string>(StringComparer.Ordinal), () => options, _time, new WorkerTelemetry(meters: null)), _time, _logger).RunAsync(_stopping.Token);
    }

    private async Task StopAsync(Task runner)
    {
        await _stopping.CancelAsync();
        await runner.InTime();
    }
}
