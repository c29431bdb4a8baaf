using PostgresWorker.Delivery.Retries;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Delivery;

public sealed class RetryPolicyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SourceOptions _options = new() { MaxAttempts = 9, MinRetryDelay = Second, MaxRetryDelay = Second * 10, OnExhausted = OnExhausted.Halt };

    [Fact]
    public void Without_a_rule_the_sources_options_count() =>
        Assert.Equal(new RetrySettings(9, Second, Second * 10, OnExhausted.Halt), For(new IOException()));

    [Fact]
    public void A_general_rule_wins_over_the_options_in_what_it_says() =>
        Assert.Equal(new RetrySettings(3, Second, Second * 5, OnExhausted.Halt), For(new IOException(), new RetryRule { MaxAttempts = 3, MaxDelay = Second * 5 }));

    [Fact]
    public void The_most_derived_exception_that_matches_wins()
    {
        RetryRule[] rules = [Rule<Exception>(2), Rule<IOException>(3), Rule<FileNotFoundException>(4), Rule<TimeoutException>(5)];
        Assert.Equal(4, For(new FileNotFoundException(), rules).MaxAttempts);
        Assert.Equal(3, For(new DirectoryNotFoundException(), rules).MaxAttempts);
        Assert.Equal(5, For(new ListenerTimeoutException("a", Second), rules).MaxAttempts);
        Assert.Equal(2, For(new InvalidOperationException(), rules).MaxAttempts);
    }

    [Fact]
    public void A_listeners_rule_wins_over_the_sources_for_the_same_exception()
    {
        _options.RetryOn<IOException>(maxAttempts: 7);
        Assert.Equal(3, For(new IOException(), Rule<IOException>(3)).MaxAttempts);
        Assert.Equal(7, For(new IOException(), Rule<TimeoutException>(3)).MaxAttempts);
    }

    [Fact]
    public void A_sources_rule_for_a_more_derived_exception_wins_over_the_listeners()
    {
        _options.RetryOn<FileNotFoundException>(maxAttempts: 1);
        RetryRule[] rules = [new RetryRule { MaxAttempts = 5 }, Rule<IOException>(3)];
        Assert.Equal(1, For(new FileNotFoundException(), rules).MaxAttempts);
        Assert.Equal(3, For(new IOException(), rules).MaxAttempts);
        Assert.Equal(5, For(new TimeoutException(), rules).MaxAttempts);
    }

    [Fact]
    public void What_a_rule_leaves_out_is_the_general_rules_and_then_the_sources()
    {
        RetryRule[] rules = [new RetryRule { MinDelay = Second * 2, OnExhausted = OnExhausted.Park }, Rule<IOException>(3)];
        Assert.Equal(new RetrySettings(3, Second * 2, Second * 10, OnExhausted.Park), For(new IOException(), rules));
    }

    [Fact]
    public void A_second_rule_of_the_source_for_an_exception_takes_the_place_of_the_first()
    {
        _options.RetryOn<IOException>(maxAttempts: 7).RetryOn<IOException>(minDelay: Second * 3);
        Assert.Equal(new RetrySettings(9, Second * 3, Second * 10, OnExhausted.Halt), For(new IOException()));
    }

    [Theory]
    [InlineData(20.0, null, 20, 20)]
    [InlineData(null, 0.5, 0.5, 0.5)]
    [InlineData(2.0, null, 2, 10)]
    [InlineData(null, 2.0, 1, 2)]
    public void A_delay_of_the_listener_moves_the_sources_other_one_along(double? min, double? max, double expectedMin, double expectedMax)
    {
        var settings = For(new IOException(), new RetryRule { MinDelay = Second * min, MaxDelay = Second * max });
        Assert.Equal((Second * expectedMin, Second * expectedMax), (settings.MinDelay, settings.MaxDelay));
    }

    [Fact]
    public void It_may_park_where_any_rule_says_so()
    {
        Assert.False(new RetryPolicy([], _options).MayPark);
        Assert.True(new RetryPolicy([new RetryRule { On = typeof(IOException), OnExhausted = OnExhausted.Park }], _options).MayPark);
        _options.OnExhausted = OnExhausted.Park;
        Assert.True(new RetryPolicy([], _options).MayPark);
        Assert.False(new RetryPolicy([new RetryRule { OnExhausted = OnExhausted.Halt }], _options).MayPark);
        _options.OnExhausted = OnExhausted.Halt;
        _options.RetryOn<IOException>(onExhausted: OnExhausted.Park);
        Assert.True(new RetryPolicy([], _options).MayPark);
    }

    private static RetryRule Rule<TException>(int attempts)
        where TException : Exception => new() { On = typeof(TException), MaxAttempts = attempts };

    private RetrySettings For(Exception error, params RetryRule[] rules) => new RetryPolicy(rules, _options).For(error);
}
