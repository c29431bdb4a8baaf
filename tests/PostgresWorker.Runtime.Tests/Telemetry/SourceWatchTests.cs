using PostgresWorker.Control;
using PostgresWorker.Telemetry;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Telemetry;

public sealed class SourceWatchTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly CapturingLogger _logger = new();
    private readonly Answers _answers = new();
    private readonly SourceControl _control;
    private readonly SourceWatch _watch;
    private TimeSpan _interval = TimeSpan.FromSeconds(15);

    public SourceWatchTests()
    {
        _control = new SourceControl("shop", new HashSet<string>(StringComparer.Ordinal) { "orders" }, () => new SourceOptions(), _time, new WorkerTelemetry(meters: null));
        _watch = new SourceWatch(_control, [_answers], () => _interval, _time, _logger);
    }

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    [Fact]
    public async Task A_source_is_looked_at_while_it_is_this_instances()
    {
        _control.Enter(SourceState.Running);
        await PassAsync();
        Assert.Equal(7, _control.Telemetry.Figures!.DeadLetters);
        _control.Enter(SourceState.Standby);
        await PassAsync();
        Assert.Null(_control.Telemetry.Figures);
        Assert.Equal(1, _answers.Asked);
    }

    [Fact]
    public async Task A_failure_is_said_and_what_was_heard_is_believed_for_a_while()
    {
        _control.Enter(SourceState.Running);
        await PassAsync();
        _answers.Error = new IOException("away");
        await PassAsync();
        await PassAsync();
        Assert.NotNull(_control.Telemetry.Figures);
        await PassAsync();
        Assert.Null(_control.Telemetry.Figures);
        Assert.Equal(3, _logger.Of(PostgresWorkerEventIds.FiguresNotRead).Count);
        _answers.Error = null;
        await PassAsync();
        Assert.NotNull(_control.Telemetry.Figures);
    }

    [Fact]
    public async Task An_interval_that_is_loaded_anew_counts_from_the_next_look_on()
    {
        _control.Enter(SourceState.Running);
        await PassAsync();
        (_interval, var before) = (TimeSpan.FromSeconds(1), _interval);
        await Deadline.Until(() => _time.NextDue == before);
        _time.Advance(before);
        await Deadline.Until(() => _time.NextDue == _interval);
        await PassAsync();
        Assert.Equal(3, _answers.Asked);
    }

    [Fact]
    public async Task Nothing_is_said_where_the_source_itself_has_lost_its_connection()
    {
        _control.Lose(new IOException("away"), 1, TimeSpan.FromSeconds(1));
        _answers.Error = new IOException("away");
        await PassAsync();
        Assert.Empty(_logger.Lines);
    }

    private async Task PassAsync()
    {
        await Deadline.Until(() => _time.Periodic == 1);
        _time.Advance(_interval);

        // It has moved behind all that it does.
        await Deadline.Until(() => _control.Telemetry.Beats.Slowest is { Age: var age } && age == TimeSpan.Zero);
    }

    private sealed class Answers : IFigures
    {
        public Exception? Error { get; set; }

        public int Asked { get; private set; }

        public Task<SourceFigures> ReadAsync(SourceFigures known, CancellationToken cancellationToken)
        {
            Asked++;
            return Error is null ? Task.FromResult(known with { DeadLetters = 7 }) : Task.FromException<SourceFigures>(Error);
        }
    }
}
