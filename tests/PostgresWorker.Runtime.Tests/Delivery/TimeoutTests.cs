using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

public sealed class TimeoutTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider _time = new();
    private readonly CapturingLogger _logger = new();
    private readonly CancellationTokenSource _cancelled = new();
    private readonly DeliveryAttempt _attempts;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeoutTests() =>
        _attempts = Attempts.Create(new ServiceCollection().BuildServiceProvider(), new SourceOptions { HandlerTimeout = TimeSpan.FromMinutes(1) }, _time, _logger);

    public void Dispose() => _cancelled.Dispose();

    [Fact]
    public async Task A_listener_that_takes_too_long_is_cancelled_and_has_failed()
    {
        var delivery = RunAsync(Obedient, Limit);
        Assert.Equal(Limit, await _time.NextWaitAsync());
        _time.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.False(delivery.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        var result = await delivery.InTime();
        Assert.Equal(AttemptEnd.Retry, result.End);
        var error = Assert.IsType<ListenerTimeoutException>(result.Error);
        Assert.Equal("Listener Things.Gone took longer than its timeout of 00:00:05 and was cancelled.", error.Message);
        Assert.IsAssignableFrom<OperationCanceledException>(error.InnerException);
        Assert.Equal(("Things.Gone", Limit), (error.Listener, error.Timeout));
    }

    [Fact]
    public async Task Without_one_of_its_own_the_sources_timeout_counts()
    {
        var delivery = RunAsync(Obedient, null);
        Assert.Equal(TimeSpan.FromMinutes(1), await _time.PassNextWaitAsync());
        Assert.IsType<ListenerTimeoutException>((await delivery.InTime()).Error);
    }

    [Fact]
    public async Task An_infinite_one_is_none_and_the_listener_gets_the_workers_own_token()
    {
        CancellationToken given = default;
        await RunAsync(token => { given = token; return Task.CompletedTask; }, Timeout.InfiniteTimeSpan).InTime();
        Assert.Equal(_cancelled.Token, given);
    }

    [Fact]
    public async Task What_ends_well_all_the_same_is_handled()
    {
        var delivery = RunAsync(_ => _end.Task, Limit);
        await _time.PassNextWaitAsync();
        _end.SetResult();
        Assert.Equal(AttemptEnd.Handled, (await delivery.InTime()).End);
    }

    [Fact]
    public async Task Who_ignores_its_token_is_said_to_be_stuck_and_waited_for()
    {
        var delivery = RunAsync(_ => _end.Task, Limit);
        await _time.PassNextWaitAsync();
        var grace = await _time.NextWaitAsync();
        _time.Advance(grace - TimeSpan.FromTicks(1));
        Assert.Empty(_logger.Lines);
        _time.Advance(TimeSpan.FromTicks(1));
        var line = Assert.Single(_logger.Of(PostgresWorkerEventIds.ListenerStuck));
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.StartsWith("Listener Things.Gone is stuck on 7300000000000000001:0/100:0/80:0: cancelled by its timeout of 00:00:05,", line.Message, StringComparison.Ordinal);
        Assert.False(delivery.IsCompleted);
        _end.SetException(new InvalidOperationException("at last"));
        Assert.IsType<InvalidOperationException>((await delivery.InTime()).Error);
    }

    [Fact]
    public async Task The_workers_cancellation_reaches_the_listener_and_is_no_failure()
    {
        var delivery = RunAsync(Obedient, Limit);
        await _time.NextWaitAsync();
        await _cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.InTime());
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public async Task A_token_is_used_again_until_it_is_cancelled()
    {
        List<CancellationToken> tokens = [];
        Task Keep(CancellationToken token)
        {
            tokens.Add(token);
            return Task.CompletedTask;
        }

        // Each processor has one.
        for (var i = 0; i < 20 * Environment.ProcessorCount; i++)
        {
            await RunAsync(Keep, Limit).InTime();
        }

        Assert.InRange(tokens.Distinct().Count(), 1, Environment.ProcessorCount);
        tokens.Clear();

        // The timer was set by a call before, and is not touched by the others.
        var late = RunAsync(async token => { tokens.Add(token); await _end.Task; }, Limit);
        await _time.PassNextWaitAsync();
        _end.SetResult();
        await late.InTime();
        await RunAsync(Keep, Limit).InTime();
        Assert.NotEqual(tokens[0], tokens[1]);
        Assert.False(tokens[1].IsCancellationRequested);
    }

    [Fact]
    public async Task A_token_that_is_used_again_has_its_whole_time()
    {
        await RunAsync(_ => { _time.Advance(Limit - TimeSpan.FromTicks(1)); return Task.CompletedTask; }, Limit).InTime();
        var delivery = RunAsync(Obedient, Limit);

        // The timer looks when the first call's time is up, and then waits for the rest of this one's, which it counts in milliseconds.
        _time.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.False(delivery.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.IsType<ListenerTimeoutException>((await delivery.InTime()).Error);
    }

    private static Task Obedient(CancellationToken token) => Task.Delay(Timeout.InfiniteTimeSpan, token);

    private Task<AttemptResult> RunAsync(Func<CancellationToken, Task> handler, TimeSpan? timeout)
    {
        var route = new TruncateListenerRoute("Things.Gone", Shop.Name, Shop.Other, needsServices: false, (_, _, token) => new ValueTask(handler(token))) { Timeout = timeout };
        return _attempts.RunAsync(Shop.Routed(route), 1, _cancelled.Token).AsTask();
    }
}
