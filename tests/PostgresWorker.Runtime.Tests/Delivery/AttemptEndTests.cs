using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Retries;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>What follows from how a listener ends.</summary>
public sealed class AttemptEndTests : IDisposable
{
    private readonly CapturingLogger _logger = new();
    private readonly CancellationTokenSource _cancelled = new();
    private readonly SourceOptions _options = new() { MaxAttempts = 3, MinRetryDelay = TimeSpan.FromMilliseconds(100) };
    private int _calls;

    public void Dispose() => _cancelled.Dispose();

    [Fact]
    public async Task The_last_attempt_exhausts_the_change()
    {
        Assert.Equal(AttemptEnd.Retry, (await RunAsync(new IOException(), attempt: 2)).End);
        var error = new IOException();
        Assert.Equal(new AttemptResult(AttemptEnd.Exhausted, Error: error), await RunAsync(error, attempt: 3));
        var line = Assert.Single(_logger.Of(PostgresWorkerEventIds.DeliveryExhausted));
        Assert.Equal("Listener Things.Gone failed to handle 7300000000000000001:0/100:0/80:0 at attempt 3; there is no further attempt", line.Message);
        Assert.Equal(LogLevel.Error, line.Level);
    }

    [Fact]
    public async Task A_rule_of_one_attempt_means_no_retry()
    {
        RetryRule[] rules = [new RetryRule { On = typeof(IOException), MaxAttempts = 1 }];
        Assert.Equal(AttemptEnd.Exhausted, (await RunAsync(new FileNotFoundException(), rules: rules)).End);
        Assert.Equal(AttemptEnd.Retry, (await RunAsync(new TimeoutException(), rules: rules)).End);
    }

    [Fact]
    public async Task A_listener_says_when_to_try_again_and_it_counts()
    {
        var asked = new RetryAfterException(TimeSpan.FromMinutes(7));
        Assert.Equal(new AttemptResult(AttemptEnd.Retry, TimeSpan.FromMinutes(7), asked), await RunAsync(asked));
        Assert.Equal(AttemptEnd.Exhausted, (await RunAsync(asked, attempt: 3)).End);
        Assert.Equal(TimeSpan.Zero, (await RunAsync(new RetryAfterException(TimeSpan.Zero))).Delay);
        Assert.Equal(TimeSpan.FromDays(1), (await RunAsync(new RetryAfterException(TimeSpan.MaxValue))).Delay);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryAfterException(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public async Task A_discarded_change_is_handled_and_the_reason_is_logged()
    {
        Assert.Equal(new AttemptResult(AttemptEnd.Handled), await RunAsync(new DiscardException("the order is a test")));
        var line = Assert.Single(_logger.Lines);
        Assert.Equal((LogLevel.Warning, PostgresWorkerEventIds.Discarded), (line.Level, line.EventId));
        Assert.Equal("Listener Things.Gone discarded 7300000000000000001:0/100:0/80:0 at attempt 1: the order is a test", line.Message);
    }

    [Fact]
    public async Task A_cancellation_by_another_token_is_a_failure()
    {
        using var other = new CancellationTokenSource();
        await other.CancelAsync();
        Assert.Equal(AttemptEnd.Retry, (await RunAsync(new OperationCanceledException(other.Token))).End);
        Assert.Equal(AttemptEnd.Exhausted, (await RunAsync(new TaskCanceledException(), attempt: 3)).End);
    }

    [Fact]
    public async Task Whatever_is_thrown_while_the_worker_cancels_is_no_attempt()
    {
        var wrapped = new InvalidOperationException("the echo of a cancellation");
        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(wrapped, attempt: 3, before: _cancelled.Cancel));
        Assert.Same(wrapped, thrown.InnerException);
        Assert.Equal(_cancelled.Token, thrown.CancellationToken);
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public async Task What_is_handled_or_discarded_while_the_worker_cancels_is_handled()
    {
        Assert.Equal(AttemptEnd.Handled, (await RunAsync(error: null, before: _cancelled.Cancel)).End);
        Assert.Equal(AttemptEnd.Handled, (await RunAsync(new DiscardException("done"))).End);
    }

    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    public async Task A_conflict_of_transactions_is_run_again_at_once_and_counts_only_beyond_a_limit(string state)
    {
        using var database = new ScriptedDatabase();
        var wrapped = new InvalidOperationException("a mapper's", new ScriptedDatabase.Error(state));
        var result = await RunAsync(wrapped, needsTransaction: true, database: database);
        Assert.Equal(1 + TransactionConflict.MaxReruns, _calls);
        Assert.Equal(1 + TransactionConflict.MaxReruns, database.Begun);
        Assert.Equal(AttemptEnd.Retry, result.End);
        Assert.Equal(TransactionConflict.MaxReruns, _logger.Of(PostgresWorkerEventIds.TransactionConflict).Count);
        Assert.Single(_logger.Of(PostgresWorkerEventIds.DeliveryFailed));
    }

    [Fact]
    public async Task Other_errors_of_the_database_are_failures_and_so_is_a_conflict_without_our_transaction()
    {
        using var database = new ScriptedDatabase();
        await RunAsync(new ScriptedDatabase.Error("23505"), needsTransaction: true, database: database);
        Assert.Equal(1, _calls);
        await RunAsync(new ScriptedDatabase.Error("40001"));
        Assert.Equal(2, _calls);
        Assert.Equal(2, _logger.Of(PostgresWorkerEventIds.DeliveryFailed).Count);
    }

    private Task<AttemptResult> RunAsync(
        Exception? error, int attempt = 1, RetryRule[]? rules = null, bool needsTransaction = false, IListenerTransactions? database = null, Action? before = null)
    {
        var route = new TruncateListenerRoute("Things.Gone", Shop.Name, Shop.Other, needsServices: false, (_, _, _) =>
        {
            _calls++;
            before?.Invoke();
            return error is null ? default : throw error;
        })
        {
            Retry = rules ?? [],
            NeedsTransaction = needsTransaction,
        };
        var services = new ServiceCollection().BuildServiceProvider();
        return Attempts.Create(services, _options, new ManualTimeProvider(), _logger, database).RunAsync(Shop.Routed(route), attempt, _cancelled.Token).AsTask().InTime();
    }
}
