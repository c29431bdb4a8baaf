using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Rows;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

public sealed class DeliveryAttemptTests : IAsyncDisposable
{
    private readonly CapturingLogger _logger = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddScoped<Scoped>().BuildServiceProvider(validateScopes: true);
    private readonly CancellationTokenSource _cancelled = new();
    private readonly List<int> _attempts = [];
    private readonly List<Scoped> _scopes = [];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _cancelled.Dispose();
    }

    [Fact]
    public async Task A_failure_is_tried_again_after_waits_that_grow()
    {
        var routed = Shop.Routed(Failing(times: 3));
        foreach (var (attempt, milliseconds) in new[] { (1, 50), (2, 100), (3, 200) })
        {
            var result = await RunAsync(routed, attempt).InTime();
            Assert.Equal(AttemptEnd.Retry, result.End);
            Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), result.Delay);
            Assert.IsType<InvalidOperationException>(result.Error);
        }

        Assert.Equal(new AttemptResult(AttemptEnd.Handled), await RunAsync(routed, 4).InTime());
        Assert.Equal([1, 2, 3, 4], _attempts);
    }

    [Fact]
    public async Task Each_attempt_has_a_scope_of_its_own_that_is_disposed_with_it()
    {
        var routed = Shop.Routed(Shop.TruncateListener("Things.Gone", InScope, needsServices: true));
        await RunAsync(routed).InTime();
        Assert.True(Assert.Single(_scopes).IsDisposed);
        await RunAsync(routed, 2).InTime();
        Assert.Equal(2, _scopes.Count);
        Assert.NotSame(_scopes[0], _scopes[1]);
        Assert.All(_scopes, scope => Assert.True(scope.IsDisposed));
    }

    [Fact]
    public async Task A_listener_without_services_gets_no_scope()
    {
        IServiceProvider? given = null;
        await RunAsync(Shop.TruncateListener("Things.Gone", (_, scope, _) =>
        {
            given = scope.Services;
            return default;
        })).InTime();
        Assert.Same(_services, given);
    }

    [Fact]
    public async Task A_listeners_own_cancellation_is_a_failure()
    {
        var result = await RunAsync(Failing(times: 1, () => new OperationCanceledException("a timeout of its own"))).InTime();
        Assert.Equal(AttemptEnd.Retry, result.End);
        Assert.Single(_logger.Of(PostgresWorkerEventIds.DeliveryFailed));
    }

    [Fact]
    public async Task A_cancelled_listener_is_not_tried_again_and_has_not_failed()
    {
        var begun = new TaskCompletionSource();
        var delivery = RunAsync(Shop.TruncateListener("Things.Gone", async (change, _, token) =>
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
    public async Task A_failure_names_listener_change_attempt_and_wait_and_no_value()
    {
        var routed = Shop.Routed(Failing(times: 1, () => new InvalidOperationException("secret value")), ordinal: 7);
        await RunAsync(routed).InTime();
        await RunAsync(routed, 2).InTime();
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
    public async Task A_row_that_cannot_be_read_is_exhausted_without_a_call()
    {
        var failure = new RowReadException(Table.Name, "id", "bigint", "does not fit");
        var unreadable = Shop.Routed(Failing(times: 0)) with { Change = null, ReadFailure = failure };
        Assert.Equal(new AttemptResult(AttemptEnd.Exhausted, Error: failure), await RunAsync(unreadable).InTime());
        Assert.Empty(_attempts);
        Assert.Same(failure, Assert.Single(_logger.Of(PostgresWorkerEventIds.DeliveryExhausted)).Exception);
    }

    private Task<AttemptResult> RunAsync(ListenerRoute route) => RunAsync(Shop.Routed(route));

    private Task<AttemptResult> RunAsync(PostgresWorker.Dispatch.RoutedChange routed, int attempt = 1)
    {
        var options = new SourceOptions { MinRetryDelay = TimeSpan.FromMilliseconds(100) };
        return Attempts.Create(_services, options, new ManualTimeProvider(), _logger).RunAsync(routed, attempt, _cancelled.Token).AsTask();
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
