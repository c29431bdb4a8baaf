using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

/// <summary>Retries and timeouts, compiled and looked at.</summary>
public sealed class PolicyRunningTests
{
    private readonly Assembly _shop = new Project(Sources.Policies).Load();
    private readonly ListenerRegistry _registry;

    public PolicyRunningTests() => _registry = _shop.Register(new ServiceCollection());

    [Fact]
    public void Rules_stand_in_the_order_of_declaration_with_what_they_say()
    {
        var rules = Route("ItemListeners.OnItem").Retry;
        Assert.Equal([null, _shop.GetType("Shop.CarrierException+Busy"), _shop.GetType("Shop.CarrierException")], rules.Select(rule => rule.On));
        Assert.Equal([5, 50, 1], rules.Select(rule => rule.MaxAttempts));
        Assert.Equal([OnExhausted.Park, OnExhausted.DeadLetter, null], rules.Select(rule => rule.OnExhausted));
        Assert.Equal([TimeSpan.FromMilliseconds(100), null, null], rules.Select(rule => rule.MinDelay));
        Assert.Equal([TimeSpan.FromSeconds(2), null, null], rules.Select(rule => rule.MaxDelay));
    }

    [Fact]
    public void A_timeout_is_the_listeners_none_or_the_sources()
    {
        Assert.Equal(TimeSpan.FromSeconds(2.5), Route("ItemListeners.OnItem").Timeout);
        Assert.Equal(Timeout.InfiniteTimeSpan, Route("ItemListeners.OnItems").Timeout);
        Assert.Null(Route("ItemListeners.Plain").Timeout);
    }

    [Fact]
    public void A_rule_that_says_nothing_leaves_all_to_the_source()
    {
        var rule = Assert.Single(Route("ItemListeners.OnMessage").Retry);
        Assert.Equal((null, null, null, null, null), (rule.On, rule.MaxAttempts, rule.MinDelay, rule.MaxDelay, rule.OnExhausted));
        Assert.Empty(Route("ItemListeners.Plain").Retry);
    }

    private ListenerRoute Route(string name) => _registry.Routes.Single(route => route.Name == name);
}
