using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Rows;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

public sealed class DeliveryAttemptTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly CapturingLogger _logger = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddScoped<Scoped>().BuildServiceProvider(validateScopes: true);
    private readonly CancellationTokenSource _cancelled = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly List<int> _attempts = [];
    private readonly List<Scoped> _scopes = [];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _cancelled.Dispose();
        _abandoned.Dispose();
    }

    [Fact]
    public async Task Attempts_count_up_until_one_succeeds_after_waits_that_grow()
    {
        var delivery = DeliverAsync(Failing(times: 3));
        Assert.Equal(TimeSpan.FromMilliseconds(50), await _time.PassNextWaitAsync());
        Assert.Equal(TimeSpan.FromMilliseconds(100), await _time.PassNextWaitAsync());
        Assert.Equal(TimeSpan.FromMilliseconds(200), await _time.PassNextWaitAsync());
        await delivery.InTime();
        Assert.Equal([1, 2, 3, 4], _attempts);
    }

    [Fact]
    public async Task No_attempt_is_made_before_the_wait_is_over()
    {
        var delivery = DeliverAsync(Failing(times: 1));
        var wait = await _time.NextWaitAsync();
        _time.Advance(wait - TimeSpan.FromTicks(1));
        Assert.Equal([1], _attempts);
        _time.Advance(TimeSpan.FromTicks(1));
        await delivery.InTime();
        Assert.Equal([1, 2], _attempts);
    }

    [Fact]
    public async Task Each_attempt_has_a_scope_of_its_own_that_is_disposed_with_it()
    {
        var delivery = DeliverAsync(Shop.TruncateListener("Things.Gone", InScope, needsServices: true));
        await _time.NextWaitAsync();
        Assert.True(Assert.Single(_scopes).IsDisposed);
        _time.Advance(TimeSpan.FromMinutes(1));
        await delivery.InTime();
        Assert.Equal(2, _scopes.Count);
        Assert.NotSame(_scopes[0], _scopes[1]);
        Assert.All(_scopes, scope => Assert.True(scope.IsDisposed));
    }

    [Fact]
    public async Task A_listener_without_services_gets_no_scope()
    {
        IServiceProvider? given = null;
        await DeliverAsync(Shop.TruncateListener("Things.Gone", (_, scope, _) =>
        {
            given = scope.Services;
            return default;
        })).InTime();
        Assert.Same(_services, given);
    }

    [Fact]
    public async Task A_listeners_own_cancellation_is_a_failure()
    {
        var delivery = DeliverAsync(Failing(times: 1, () => new OperationCanceledException("a timeout of its own")));
        await _time.PassNextWaitAsync();
        await delivery.InTime();
        Assert.Equal([1, 2], _attempts);
        Assert.Single(_logger.Of(PostgresWorkerEventIds.DeliveryFailed));
    }

    [Fact]
    public async Task A_cancelled_listener_is_not_tried_again_and_has_not_failed()
    {
        var begun = new TaskCompletionSource();
        var delivery = DeliverAsync(Shop.TruncateListener("Things.Gone", async (change, _, token) =>
        {
            _attempts.Add(change.Context.Attempt);
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        }));
        await begun.Task.InTime();
        await _cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.InTime());
        Assert.Equal([1], _attempts);
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public async Task Abandoned_ends_the_wait_between_attempts()
    {
        var delivery = DeliverAsync(Failing(times: 1));
        await _time.NextWaitAsync();
        await _abandoned.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.InTime());
        Assert.Equal([1], _attempts);
    }

    [Fact]
    public async Task Abandoned_lets_the_running_attempt_end()
    {
        await _abandoned.CancelAsync();
        await DeliverAsync(Failing(times: 0)).InTime();
        Assert.Equal([1], _attempts);
    }

    [Fact]
    public async Task A_failure_names_listener_change_attempt_and_wait_and_no_value()
    {
        var routed = Shop.Routed(Failing(times: 1, () => new InvalidOperationException("secret value")), ordinal: 7);
        var delivery = DeliverAsync(routed);
        await _time.PassNextWaitAsync();
        await delivery.InTime();
        var line = Assert.Single(_logger.Of(PostgresWorkerEventIds.DeliveryFailed));
        Assert.Equal(
            "Listener Things.Gone failed to handle 7300000000000000001:0/100:0/80:7 at attempt 1; the next attempt is in 00:00:00.0500000",
            line.Message);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.IsType<InvalidOperationException>(line.Exception);
        Assert.Equal(
            "Listener Things.Gone handled 7300000000000000001:0/100:0/80:7 at attempt 2",
            Assert.Single(_logger.Of(PostgresWorkerEventIds.Handled)).Message);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_fails_each_attempt_without_a_call()
    {
        var failure = new RowReadException(Table.Name, "id", "bigint", "does not fit");
        var delivery = DeliverAsync(Shop.Routed(Failing(times: 0)) with { Change = null, ReadFailure = failure });
        await _time.PassNextWaitAsync();
        await _time.NextWaitAsync();
        Assert.Empty(_attempts);
        Assert.All(_logger.Of(PostgresWorkerEventIds.DeliveryFailed), line => Assert.Same(failure, line.Exception));
        await _abandoned.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.InTime());
    }

    private Task DeliverAsync(ListenerRoute route) => DeliverAsync(Shop.Routed(route));

    private Task DeliverAsync(PostgresWorker.Dispatch.RoutedChange routed)
    {
        var backoff = new Backoff(TimeSpan.Zero, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30), () => 0.5);
        return new DeliveryAttempt(_services, new NoDatabase(), backoff, _time, _logger).DeliverAsync(routed, _cancelled.Token, _abandoned.Token).AsTask();
    }

    private TruncateListenerRoute Failing(int times, Func<Exception>? error = null) => Shop.TruncateListener("Things.Gone", (change, _, _) =>
    {
        _attempts.Add(change.Context.Attempt);
        return _attempts.Count <= times ? throw error?.Invoke() ?? new InvalidOperationException("not yet") : default;
    });

    private ValueTask InScope(Truncated change, DeliveryScope scope, CancellationToken cancellationToken)
    {
        var scoped = scope.Services.GetRequiredService<Scoped>();
        Assert.False(scoped.IsDisposed);
        _scopes.Add(scoped);
        return _scopes.Count == 1 ? throw new InvalidOperationException("not yet") : default;
    }

    private sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
