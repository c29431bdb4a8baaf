using PostgresWorker.Control;
using PostgresWorker.Telemetry;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Control;

public sealed class SourceControlTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SourceOptions _options = new() { UnhealthyAfter = TimeSpan.FromSeconds(30) };
    private readonly SourceControl _control;
    private readonly WorkerControl _worker;

    public SourceControlTests()
    {
        _control = new SourceControl("shop", new HashSet<string>(StringComparer.Ordinal) { "orders", "items" }, () => _options, _time, new WorkerTelemetry(meters: null));
        _worker = new WorkerControl([_control]);
    }

    private SourceStatus Status => _worker.GetStatus("shop");

    [Fact]
    public void A_source_without_a_connection_is_degraded_and_after_a_while_unhealthy()
    {
        Assert.Equal((SourceState.Starting, SourceHealth.Degraded), (Status.State, Status.Health));
        _control.Enter(SourceState.Running);
        Assert.Equal((SourceState.Running, SourceHealth.Healthy), (Status.State, Status.Health));
        var lost = new IOException("cut");
        _control.Lose(lost, 1, TimeSpan.FromSeconds(20));
        Assert.Equal((SourceState.Reconnecting, SourceHealth.Degraded, lost), (Status.State, Status.Health, Status.Error));
        _time.Advance(TimeSpan.FromSeconds(20));
        var again = new IOException("refused");
        _control.Lose(again, 2, TimeSpan.FromSeconds(20));
        Assert.Equal((SourceHealth.Degraded, again), (Status.Health, Status.Error));
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(SourceHealth.Unhealthy, Status.Health);
        _control.Enter(SourceState.Running);
        Assert.Equal((SourceHealth.Healthy, null), (Status.Health, Status.Error));
    }

    [Fact]
    public void A_source_that_never_connects_is_unhealthy_in_the_end()
    {
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(SourceHealth.Unhealthy, Status.Health);
    }

    [Fact]
    public async Task A_halted_source_is_unhealthy_and_nobody_waits_for_it()
    {
        var waiting = _worker.WhenHandledAsync("shop", new Lsn(1), TestContext.Current.CancellationToken);
        var reason = new InvalidOperationException("poison");
        _control.Enter(SourceState.Halted, reason);
        Assert.Equal((SourceState.Halted, SourceHealth.Unhealthy, reason), (Status.State, Status.Health, Status.Error));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => waiting.InTime());
        Assert.Equal("Source 'shop' has halted; it handles nothing any more.", error.Message);
        Assert.Same(reason, error.InnerException);
    }

    [Fact]
    public void An_instance_that_stands_by_is_healthy()
    {
        _control.Enter(SourceState.Standby);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(SourceHealth.Healthy, Status.Health);
    }

    [Fact]
    public void The_application_is_told_of_each_lost_connection()
    {
        List<SourceConnectionError> told = [];
        _options.OnConnectionError = told.Add;
        var error = new IOException("cut");
        _control.Lose(error, 3, TimeSpan.FromSeconds(4));
        Assert.Equal([new SourceConnectionError("shop", error, 3, TimeSpan.FromSeconds(4))], told);
    }

    [Fact]
    public async Task Unknown_names_are_told_with_those_that_there_are()
    {
        Assert.StartsWith("No source is named 'shops'; there are shop.", Assert.Throws<ArgumentException>(() => _worker.GetStatus("shops")).Message, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _worker.PauseAsync("shop", "order", TestContext.Current.CancellationToken));
        Assert.StartsWith("Source 'shop' has no listener 'order'; it has items, orders.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pauses_are_shown()
    {
        await _worker.PauseAsync("shop", "orders", TestContext.Current.CancellationToken).InTime();
        await _worker.PauseAsync("shop", TestContext.Current.CancellationToken).InTime();
        Assert.True(Status.IsPaused);
        Assert.Equal(["orders"], Status.PausedListeners);
        _worker.Resume("shop");
        Assert.False(Status.IsPaused);
        Assert.Equal(["orders"], Status.PausedListeners);
        _worker.Resume("shop", "orders");
        Assert.Empty(Status.PausedListeners);
    }
}
