using PostgresWorker.Control;
using PostgresWorker.Telemetry;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Telemetry;

public sealed class SourceSummaryTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly CapturingLogger _logger = new();
    private readonly SourceControl _control;
    private readonly SourceSummary _summary;

    public SourceSummaryTests()
    {
        _control = new SourceControl("shop", new HashSet<string>(StringComparer.Ordinal) { "orders" }, () => new SourceOptions(), _time, new WorkerTelemetry(meters: null));
        _summary = new SourceSummary(_control, _time, _logger);
    }

    [Fact]
    public void What_was_done_is_said_once_a_minute_and_each_thing_once()
    {
        _control.Telemetry.Counts.Finish();
        _control.Telemetry.Counts.Finish();
        _control.Telemetry.Counts.Retry();
        _control.Telemetry.Counts.Letter();
        _control.Positions.Reach(new Lsn(0x200));
        Pass(59);
        Assert.Empty(_logger.Lines);
        Pass(1);
        Assert.Equal("Source shop, last minute: 2 changes finished, 1 retries, 1 dead letters; 0 in flight, 00:00:00 behind, everything up to 0/200 handled", Assert.Single(_logger.Lines).Message);
        Assert.Equal(PostgresWorkerEventIds.SourceSummary, _logger.Lines[0].EventId);
        _control.Telemetry.Counts.Finish();
        Pass(60);
        Assert.StartsWith("Source shop, last minute: 1 changes finished, 0 retries, 0 dead letters;", _logger.Lines[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_of_a_minute_in_which_nothing_was_done()
    {
        Pass(60);
        Pass(60);
        Assert.Empty(_logger.Lines);
    }

    private void Pass(int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _summary.Tell();
    }
}
