using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

/// <summary>Retries, timeouts and filters, compiled and looked at.</summary>
public sealed class PolicyRunningTests
{
    private readonly Assembly _shop = new Project(Sources.Policies).Load();
    private readonly ListenerRegistry _registry;

    private readonly ServiceCollection _services = new();

    public PolicyRunningTests() => _registry = _shop.Register(_services);

    private List<string> Lines => (List<string>)_shop.GetType("Shop.Seen")!.GetProperty("Lines")!.GetValue(null)!;

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

    [Fact]
    public async Task Filters_are_those_of_the_base_the_class_and_the_method_in_this_order()
    {
        await using var provider = _services.BuildServiceProvider(validateScopes: true);
        await using var scope = provider.CreateAsyncScope();
        var delivery = new ChangeDelivery("a", [], scope.ServiceProvider);
        foreach (var name in new[] { "FilteredListeners.OnItems", "FilteredListeners.OnPayload", "FilteredListeners.OnItem" })
        {
            foreach (var filter in Route(name).Filters.Take(3))
            {
                await filter(scope.ServiceProvider).InvokeAsync(delivery, _ => default, TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(["outer a 0", "inner Int32 a 0", "outer a 0", "inner Int32 a 0", "outer a 0", "inner Int32 a 0", "inner String a 0"], Lines);
        Assert.Equal(4, Route("FilteredListeners.OnItem").Filters.Count);
        Assert.Empty(Route("ItemListeners.Plain").Filters);
    }

    [Fact]
    public void A_filter_is_a_scoped_service_unless_it_is_an_interface()
    {
        Assert.Equal(ServiceLifetime.Scoped, _services.Single(service => service.ServiceType == _shop.GetType("Shop.Outer")).Lifetime);
        Assert.DoesNotContain(_services, service => service.ServiceType == _shop.GetType("Shop.IAudit"));
    }

    private ListenerRoute Route(string name) => _registry.Routes.Single(route => route.Name == name);
}
