using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Observability;
using PostgresWorker.Observability.Warnings;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Observability;

/// <summary>What goes wrong for one cause is told once, and from then on counted.</summary>
public sealed partial class CountedWarningsTests : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly CapturingLogger _log = new();
    private readonly CountedWarnings _warnings;

    public CountedWarningsTests() => _warnings = new CountedWarnings(_log, _time);

    private IReadOnlyList<LogLine> Told => [.. _log.Lines.Where(line => line.Level >= LogLevel.Warning)];

    public void Dispose() => _warnings.Dispose();

    [Fact]
    public void The_first_is_told_at_once_and_the_rest_once_a_minute_as_the_last_of_so_many()
    {
        Fail("Orders.Changed", "first");
        for (var i = 0; i < 1234; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            Fail("Orders.Changed", $"{i}");
        }

        Assert.Equal("first", Assert.Single(Told).Exception!.Message);
        Assert.Equal(1234, _log.Lines.Count(line => line.Level == LogLevel.Debug));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, Told.Count);
        Assert.Equal((LogLevel.Error, PostgresWorkerEventIds.DeliveryFailed, "1233"), (Told[1].Level, Told[1].EventId, Told[1].Exception!.Message));
        Assert.Equal(
            "Listener Orders.Changed failed to handle 1:0/100:0/80:0 at attempt 1; the next attempt is in 00:00:01 (1,234 times more since this was told, the last at 1970-01-01 00:00:12Z)", Told[1].Message);
    }

    [Fact]
    public void What_goes_on_is_told_once_a_minute_and_what_was_quiet_for_one_is_told_at_once()
    {
        for (var second = 0; second <= 600; second += 10)
        {
            Fail("Orders.Changed");
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.InRange(Told.Count, 10, 12);
        Pass(2);
        Assert.Equal(0, _time.Periodic);
        var before = Told.Count;
        Fail("Orders.Changed");
        Assert.Equal(before + 1, Told.Count);
        Assert.DoesNotContain("times more", Told[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_listener_or_error_is_another_cause()
    {
        Fail("Orders.Changed");
        Fail("Orders.Gone");
        Log.DeliveryFailed(_warnings, new TimeoutException(), "Orders.Changed", "1:0/100:0/80:0", 1, Delay);
        Log.DeliveryFailed(_warnings, Postgres("23505"), "Orders.Changed", "1:0/100:0/80:0", 1, Delay);
        Log.DeliveryFailed(_warnings, Postgres("23503"), "Orders.Changed", "1:0/100:0/80:0", 1, Delay);
        Log.DeliveryExhausted(_warnings, Postgres("23503"), "Orders.Changed", "1:0/100:0/80:0", 1);
        Assert.Equal(6, Told.Count);

        // What the server says counts, whoever hands it on.
        Log.DeliveryFailed(_warnings, new InvalidOperationException("a mapper's", Postgres("23503")), "Orders.Changed", "1:0/100:0/80:0", 1, Delay);
        Assert.Equal(6, Told.Count);
    }

    [Fact]
    public void An_outage_is_one_cause_for_all_listeners_and_each_step_of_a_delivery_another()
    {
        Log.DeliveryHeldUp(_warnings, new IOException("away"), "shop", "Orders.Changed", "1:0/100:0/80:0", "its key can't be locked", Delay);
        Log.DeliveryHeldUp(_warnings, new IOException("away"), "shop", "Orders.Gone", "1:0/100:0/80:0", "its key can't be locked", Delay);
        Assert.Single(Told);
        Log.DeliveryHeldUp(_warnings, new IOException("away"), "shop", "Orders.Changed", "1:0/100:0/80:0", "its transaction can't be begun", Delay);
        Log.DeliveryHeldUp(_warnings, new IOException("away"), "bills", "Bills.Changed", "1:0/100:0/80:0", "its key can't be locked", Delay);
        Assert.Equal(3, Told.Count);
    }

    [Fact]
    public void What_is_put_aside_discarded_or_lost_is_told_each_time()
    {
        for (var i = 0; i < 3; i++)
        {
            Log.DeadLetterStored(_warnings, "shop", "Orders.Changed", "1:0/100:0/80:0");
            Log.KeyParked(_warnings, "shop", "Orders.Changed", "1:0/100:0/80:0", "7");
            Log.Discarded(_warnings, new DiscardException("not ours"), "Orders.Changed", "1:0/100:0/80:0", 1, "not ours");
            Log.PublicationGap(_warnings, "shop", "postgres_worker_shop", "public.orders", new Lsn(1), new Lsn(2));
            Log.OutboxDrifted(_warnings, "shop", "a trigger is gone");
            Log.SourceHalted(_warnings, "shop", new IOException("gone"));
        }

        Assert.Equal(18, Told.Count);
        Assert.Equal(18, _log.Lines.Count);
    }

    [Fact]
    public void However_many_causes_there_are_no_more_are_kept_than_so_many_and_none_is_left_out()
    {
        const int Listeners = 1000;
        for (var i = 0; i < 2 * Listeners; i++)
        {
            Fail($"Listener{i % Listeners}");
        }

        Assert.Equal(CountedWarnings.MaxCauses + 1, _time.Periodic);
        Assert.Equal(CountedWarnings.MaxCauses + 1, Told.Count);
        Pass(1);
        Assert.Equal(2 * Listeners, Total());
    }

    [Fact]
    public void What_was_counted_is_told_at_the_end_and_then_nothing_is_counted()
    {
        Fail("Orders.Changed");
        Fail("Orders.Changed");
        _warnings.Dispose();
        Assert.EndsWith("(1 times more since this was told, the last at 1970-01-01 00:00:00Z)", Told[1].Message, StringComparison.Ordinal);
        Fail("Orders.Changed");
        Assert.Equal(3, Told.Count);
        Assert.Equal(0, _time.Periodic);
    }

    [Fact]
    public async Task No_line_is_lost_or_told_twice_while_many_log_and_minutes_pass()
    {
        const int Writers = 4, Each = 5000;
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                Fail($"Listener{i % 3}");
            }
        })).ToArray();
        while (!Array.TrueForAll(writers, writer => writer.IsCompleted))
        {
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        await Task.WhenAll(writers).InTime();
        Pass(1);
        Assert.Equal(Writers * Each, Total());
    }

    [Fact]
    public void The_values_of_a_line_stay_for_who_searches_by_them()
    {
        var values = new ValuesLogger();
        using var warnings = new CountedWarnings(values, _time);
        Log.ConnectionFailed(warnings, new IOException("away"), "shop", 1, Delay);
        Log.ConnectionFailed(warnings, new IOException("away"), "shop", 2, Delay);
        Pass(1);
        var last = values.Lines[^1];
        Assert.Equal((1L, "shop", 2), (last["Times"], last["Source"], last["Attempt"]));
        Assert.StartsWith("Source {Source} lost its connection", (string)last["{OriginalFormat}"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_can_not_be_written_ends_nothing_but_the_line()
    {
        var values = new ValuesLogger();
        using var warnings = new CountedWarnings(values, _time);
        Log.ConnectionFailed(warnings, new IOException("away"), "shop", 1, Delay);
        Log.ConnectionFailed(warnings, new IOException("away"), "shop", 2, Delay);
        values.Failure = new AggregateException("the disk is full");
        Pass(1);
        values.Failure = null;
        Log.ConnectionFailed(warnings, new IOException("away"), "shop", 3, Delay);
        Pass(1);
        Assert.Equal((1L, 3), (values.Lines[^1]["Times"], values.Lines[^1]["Attempt"]));
    }

    private static PostgresException Postgres(string state) => new("scripted", "ERROR", "ERROR", state);

    private void Fail(string listener, string message = "broken") => Log.DeliveryFailed(_warnings, new InvalidOperationException(message), listener, "1:0/100:0/80:0", 1, Delay);

    private void Pass(int minutes)
    {
        for (var i = 0; i < minutes; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    // Each line that was told without a number is one.
    private long Total() => Told.Sum(line => Times().Match(line.Message) is { Success: true } match ? long.Parse(match.Groups["times"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 1);

    [GeneratedRegex(@"\((?<times>[\d,]+) times more", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Times();

    private sealed class ValuesLogger : ILogger
    {
        public List<Dictionary<string, object?>> Lines { get; } = [];

        public Exception? Failure { get; set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(Failure is null ? ((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(StringComparer.Ordinal) : throw Failure);
    }
}
