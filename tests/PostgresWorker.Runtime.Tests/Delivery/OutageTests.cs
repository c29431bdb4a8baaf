using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Outages;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>What the worker can't do around a listener's call is no attempt of the listener.</summary>
public sealed class OutageTests : IChangeLocker, IChangeLock
{
    private readonly CapturingLogger _logger = new();
    private readonly ManualTimeProvider _time = new();
    private readonly DeliveryAttempt _attempts;
    private Exception? _failure = new IOException("down");
    private int _calls;

    public OutageTests() => _attempts = Attempts.Create(
        new ServiceCollection().AddSingleton<IChangeLocker>(this).BuildServiceProvider(), new SourceOptions { MaxAttempts = 1 }, _time, _logger);

    [Fact]
    public async Task A_lock_that_cannot_be_had_holds_the_change_up_and_the_listener_is_not_called()
    {
        var result = await RunAsync();
        Assert.Equal((AttemptEnd.HeldUp, _failure, 0), (result.End, result.Error, _calls));
        Assert.Equal(HeldUpDeliveries.Shortest * 0.75, result.Delay);
        var line = Assert.Single(_logger.Lines);
        Assert.Equal(
            "Source shop: listener Things.Gone can't be called for 7300000000000000001:0/100:0/80:0, or what it did not be kept: its key can't be locked; that is no attempt, and is tried again until it works, in 00:00:00.1500000 and later",
            line.Message);
    }

    [Fact]
    public async Task Each_is_said_and_once_that_deliveries_go_on()
    {
        await RunAsync();
        await RunAsync();
        _failure = new TimeoutException();
        await RunAsync();
        Assert.Equal(3, _logger.Of(PostgresWorkerEventIds.DeliveryHeldUp).Count);
        _failure = null;
        Assert.Equal(AttemptEnd.Handled, (await RunAsync()).End);
        await RunAsync();
        Assert.Single(_logger.Of(PostgresWorkerEventIds.DeliveryGoesOn));
    }

    [Theory]
    [InlineData(0.1, 0.15)]
    [InlineData(1, 0.75)]
    [InlineData(4, 3)]
    [InlineData(3600, 7.5)]
    public async Task A_wait_is_as_long_as_the_outage_has_lasted_up_to_a_limit(double seconds, double delay)
    {
        await RunAsync();
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(TimeSpan.FromSeconds(delay), (await RunAsync()).Delay);
    }

    [Fact]
    public async Task A_locker_says_by_its_exception_when_to_try_again_and_what_to_discard()
    {
        _failure = new DiscardException("not for us");
        Assert.Equal(AttemptEnd.Handled, (await RunAsync()).End);
        _failure = new RetryAfterException(TimeSpan.FromMinutes(1));
        Assert.Equal(AttemptEnd.Exhausted, (await RunAsync()).End);
        Assert.Equal(0, _calls);
    }

    [Fact]
    public async Task While_no_transaction_can_be_had_one_delivery_tries_at_a_time()
    {
        using var up = new ScriptedDatabase();
        var database = new DownDatabase(up);
        var attempts = Attempts.Create(new ServiceCollection().BuildServiceProvider(), new SourceOptions { MaxAttempts = 1 }, _time, _logger, database);
        var (transactional, other) = (Route(needsTransaction: true), Route(needsTransaction: false));
        var first = await RunAsync(attempts, transactional);
        for (var i = 0; i < 100; i++)
        {
            var held = await RunAsync(attempts, transactional);
            Assert.Equal((AttemptEnd.HeldUp, first.Error), (held.End, held.Error));
            Assert.InRange(held.Delay, first.Delay, first.Delay + HeldUpDeliveries.Shortest);
        }

        Assert.Equal(AttemptEnd.Handled, (await RunAsync(attempts, other)).End);
        Assert.Equal((1, 1), (database.Tries, _logger.Of(PostgresWorkerEventIds.DeliveryHeldUp).Count));
        _time.Advance(first.Delay);
        await RunAsync(attempts, transactional);
        await RunAsync(attempts, transactional);
        Assert.Equal(2, database.Tries);
    }

    [Fact]
    public async Task A_listener_that_fails_had_its_transaction_and_the_others_go_on()
    {
        using var up = new ScriptedDatabase();
        var database = new DownDatabase(up);
        var attempts = Attempts.Create(new ServiceCollection().BuildServiceProvider(), new SourceOptions { MaxAttempts = 1 }, _time, _logger, database);
        var failing = Route(needsTransaction: true, () => throw new InvalidOperationException("its own"));
        _time.Advance((await RunAsync(attempts, failing)).Delay);
        database.IsUp = true;
        Assert.Equal(AttemptEnd.Exhausted, (await RunAsync(attempts, failing)).End);
        Assert.Equal(AttemptEnd.Exhausted, (await RunAsync(attempts, failing)).End);
        Assert.Equal(3, database.Tries);
    }

    [Theory]
    [InlineData("57P01", true, true)]
    [InlineData("08006", true, true)]
    [InlineData("53300", true, true)]
    [InlineData("57014", true, false)]
    [InlineData("55P03", true, false)]
    [InlineData("25006", true, false)]
    [InlineData("25P02", false, false)]
    [InlineData("25P03", false, false)]
    [InlineData("23503", false, false)]
    [InlineData("40001", false, false)]
    [InlineData("40P01", false, false)]
    [InlineData("42501", false, false)]
    public void What_the_listeners_statements_may_have_caused_is_its_failure(string state, bool isOfStatement, bool isOfCommit)
    {
        var error = new PostgresException("scripted", "ERROR", "ERROR", state);
        Assert.Equal((isOfStatement, isOfCommit), (OutageErrors.IsOfStatement(error), OutageErrors.IsOfCommit(error)));
    }

    [Fact]
    public void A_connection_that_broke_is_an_outage_and_one_that_is_still_in_use_is_not()
    {
        Exception[] broken = [new NpgsqlException("broken", new IOException()), new NpgsqlException("late", new TimeoutException()), new IOException(), new TimeoutException()];
        Assert.All(broken, error => Assert.True(OutageErrors.IsOfStatement(error) && OutageErrors.IsOfCommit(error)));
        Exception[] misused = [new NpgsqlException("a command is already in progress"), new InvalidOperationException()];
        Assert.All(misused, error => Assert.False(OutageErrors.IsOfStatement(error) || OutageErrors.IsOfCommit(error)));
    }

    public ValueTask<IChangeLock> AcquireAsync(string source, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        _failure is null ? ValueTask.FromResult<IChangeLock>(this) : throw _failure;

    public ValueTask VerifyAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;

    private Task<AttemptResult> RunAsync() => RunAsync(_attempts, Route(needsTransaction: false));

    private static Task<AttemptResult> RunAsync(DeliveryAttempt attempts, ListenerRoute route) => attempts.RunAsync(Shop.Routed(route), 1, CancellationToken.None).AsTask().InTime();

    private TruncateListenerRoute Route(bool needsTransaction, Action? listener = null) => new("Things.Gone", Shop.Name, Shop.Other, needsServices: false, (_, _, _) =>
    {
        _calls++;
        listener?.Invoke();
        return default;
    })
    {
        NeedsTransaction = needsTransaction,
    };

    private sealed class DownDatabase(ScriptedDatabase up) : IListenerTransactions
    {
        public bool IsUp { get; set; }

        public int Tries { get; private set; }

        public ValueTask<ListenerTransaction> BeginAsync(IRouted routed, CancellationToken cancelled)
        {
            Tries++;
            return IsUp ? up.BeginAsync(routed, cancelled) : throw new OutageException(OutageStep.Begin, new IOException("down"));
        }
    }
}
