using System.Data.Common;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;
using PostgresWorker.Generators.Tests.Harness;
using Tuple = PostgresWorker.Generators.Tests.Harness.Tuple;

namespace PostgresWorker.Generators.Tests;

/// <summary>Batches, transactions and the attribute's properties, compiled and called.</summary>
public sealed class ShapeRunningTests
{
    private readonly Assembly _shop = new Project(Sources.Shapes).Load();
    private readonly ServiceCollection _services = new();
    private readonly ListenerRegistry _registry;

    public ShapeRunningTests()
    {
        _services.AddSingleton(_shop.GetType("Shop.Writer")!);
        _registry = _shop.Register(_services);
    }

    private List<string> Lines => (List<string>)_shop.GetType("Shop.Seen")!.GetProperty("Lines")!.GetValue(null)!;

    [Fact]
    public void A_batch_has_its_limits_or_the_defaults()
    {
        Assert.Equal((100, 100), Limits("ItemListeners.Default"));
        Assert.Equal((500, 20), Limits("ItemListeners.Inserted"));
        Assert.Equal((1, 100), Limits("ItemListeners.Annotated"));
        Assert.IsNotType<IBatchListenerRoute>(Route("ItemListeners.Single"), exactMatch: false);
    }

    [Fact]
    public void The_defaults_are_the_attributes()
    {
        Assert.Equal((BatchAttribute.DefaultMaxSize, BatchAttribute.DefaultMaxWaitMilliseconds), Limits("ItemListeners.Default"));
        Assert.Equal((BatchAttribute.DefaultMaxSize, BatchAttribute.DefaultMaxWaitMilliseconds), (new BatchAttribute().MaxSize, new BatchAttribute().MaxWaitMilliseconds));
    }

    [Fact]
    public void A_batch_of_one_kind_takes_that_kind_only()
    {
        Assert.Equal(ChangeKinds.Inserted, Route("ItemListeners.Inserted").Kinds);
        Assert.Equal(ChangeKinds.Rows, Route("ItemListeners.Default").Kinds);
    }

    [Fact]
    public async Task A_batch_is_handed_over_in_its_order()
    {
        var route = Route("ItemListeners.Inserted");
        Change[] changes = [Item(3).Read(route, ChangeKinds.Inserted), Item(1).Read(route, ChangeKinds.Inserted), Item(2).Read(route, ChangeKinds.Inserted)];
        await ((IBatchListenerRoute)route).InvokeAsync(changes, default, TestContext.Current.CancellationToken);
        await route.InvokeAsync(changes[0], default, TestContext.Current.CancellationToken);
        Assert.Equal(["3,1,2", "3"], Lines);
    }

    [Fact]
    public void Settings_are_columns()
    {
        var single = Route("ItemListeners.Single");
        Assert.Equal(["name", "order_id"], single.WhenChanged);
        Assert.Equal("order_id", single.OrderBy);
        Assert.Null(single.Where);
        var drafts = Route("drafts");
        Assert.Empty(drafts.WhenChanged);
        Assert.Null(drafts.OrderBy);
        Assert.Equal("name <> 'a \"draft\"'", drafts.Where);
    }

    [Fact]
    public async Task A_transaction_is_handed_over_as_the_type_that_the_listener_names()
    {
        var transaction = (DbTransaction)Activator.CreateInstance(_shop.GetType("Npgsql.NpgsqlTransaction")!)!;
        await using var provider = _services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var given = new DeliveryScope(scope.ServiceProvider, transaction);
        var single = Route("BillListeners.OnBill");
        await single.InvokeAsync(Item(7).Read(single, ChangeKinds.Updated), given, TestContext.Current.CancellationToken);
        var batch = Route("BillListeners.OnBills");
        await ((IBatchListenerRoute)batch).InvokeAsync([Item(7).Read(batch, ChangeKinds.Deleted)], given, TestContext.Current.CancellationToken);
        Assert.Equal(["7 0 NpgsqlTransaction", "1 True"], Lines);
        Assert.Equal(["BillListeners.OnBill", "BillListeners.OnBills"], _registry.Routes.Where(static route => route.NeedsTransaction).Select(static route => route.Name));
    }

    [Fact]
    public async Task Without_a_transaction_the_route_says_so() => Assert.Contains(
        "NeedsTransaction",
        (await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var provider = _services.BuildServiceProvider();
            await using var scope = provider.CreateAsyncScope();
            var route = Route("BillListeners.OnBill");
            await route.InvokeAsync(Item(1).Read(route, ChangeKinds.Updated), new DeliveryScope(scope.ServiceProvider), TestContext.Current.CancellationToken);
        })).Message,
        StringComparison.Ordinal);

    private static Tuple Item(int id) => new(new TableName("public", "items"), ("id", 20, $"{id}"), ("order_id", 20, "1"), ("name", 25, null));

    private (int Size, int Wait) Limits(string name) => Route(name) is IBatchListenerRoute route ? (route.MaxSize, (int)route.MaxWait.TotalMilliseconds) : default;

    private ListenerRoute Route(string name) => _registry.Routes.Single(route => route.Name == name);
}
