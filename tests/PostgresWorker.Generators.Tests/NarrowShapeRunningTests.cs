using System.Data.Common;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;
using PostgresWorker.Generators.Tests.Harness;
using Tuple = PostgresWorker.Generators.Tests.Harness.Tuple;

namespace PostgresWorker.Generators.Tests;

/// <summary>Listeners of one kind of change and transactions of those without a row type, compiled and called.</summary>
public sealed class NarrowShapeRunningTests
{
    private readonly Assembly _shop = new Project(Sources.NarrowShapes).Load();
    private readonly ServiceCollection _services = new();
    private readonly ListenerRegistry _registry;

    public NarrowShapeRunningTests() => _registry = _shop.Register(_services);

    private List<string> Lines => (List<string>)_shop.GetType("Shop.Seen")!.GetProperty("Lines")!.GetValue(null)!;

    [Fact]
    public void They_compile_without_a_warning() => new Project(Sources.NarrowShapes).ExpectMarkedDiagnostics();

    [Theory]
    [InlineData("Batches.Updated", ChangeKinds.Updated)]
    [InlineData("Batches.Deleted", ChangeKinds.Deleted)]
    [InlineData("Batches.Existing", ChangeKinds.Existing)]
    [InlineData("Batches.Points", ChangeKinds.Deleted)]
    [InlineData("Singles.Existing", ChangeKinds.Existing)]
    [InlineData("Singles.Deleted", ChangeKinds.Deleted)]
    [InlineData("Singles.Updated", ChangeKinds.Updated)]
    [InlineData("Transactions.OnPayload", ChangeKinds.Rows | ChangeKinds.Truncated)]
    [InlineData("Transactions.OnTruncated", ChangeKinds.Truncated)]
    [InlineData("Transactions.OnMessage", ChangeKinds.Message)]
    public void A_route_takes_its_kind_only(string name, ChangeKinds kinds) => Assert.Equal(kinds, Route(name).Kinds);

    [Theory]
    [InlineData("Batches.Updated", ChangeKinds.Updated, "1>1 3>3 2>2")]
    [InlineData("Batches.Deleted", ChangeKinds.Deleted, "1 3 2")]
    [InlineData("Batches.Existing", ChangeKinds.Existing, "n1 n3 n2")]
    public async Task A_batch_of_one_kind_is_handed_over_in_its_order(string name, ChangeKinds kind, string expected)
    {
        var route = Route(name);
        await CallAsync(route, Item(1).Read(route, kind), Item(3).Read(route, kind), Item(2).Read(route, kind));
        Assert.Equal([expected], Lines);
    }

    [Fact]
    public async Task A_batch_of_structs_comes_with_its_transaction()
    {
        var route = Route("Batches.Points");
        Assert.True(route.NeedsTransaction);
        await CallAsync(route, Point("1", "2").Read(route, ChangeKinds.Deleted), Point("3", null).Read(route, ChangeKinds.Deleted));
        Assert.Equal(["Point { X = 1, Y = 2 } Point { X = 3, Y =  } NpgsqlTransaction"], Lines);
    }

    [Theory]
    [InlineData("Singles.Existing", ChangeKinds.Existing, "Item { Id = 7, Name = n7 } INSERT")]
    [InlineData("Singles.Deleted", ChangeKinds.Deleted, "Point { X = 7, Y =  } DELETE")]
    [InlineData("Singles.Updated", ChangeKinds.Updated, "Point { X = 7, Y =  }>Point { X = 7, Y =  }")]
    public async Task A_change_of_one_kind_is_that_kind(string name, ChangeKinds kind, string expected)
    {
        var route = Route(name);
        await CallAsync(route, (route.Table.Name == "items" ? Item(7) : Point("7", null)).Read(route, kind));
        Assert.Equal([expected], Lines);
    }

    [Fact]
    public async Task What_has_no_row_type_comes_with_its_transaction()
    {
        var payload = Route("Transactions.OnPayload");
        await CallAsync(payload, Item(7).Read(payload, ChangeKinds.Deleted));
        await CallAsync(payload, payload.Read(new Truncated(Tuple.Context)));
        await CallAsync(Route("Transactions.OnTruncated"), new Truncated(Tuple.Context, restartIdentity: true));
        var message = (MessageRoute)Route("Transactions.OnMessage");
        await CallAsync(message, message.Read("hello"u8, isTransactional: true, Tuple.Context));
        Assert.Equal(["DELETE public.shirts NpgsqlTransaction", "TRUNCATE public.shirts NpgsqlTransaction", "True NpgsqlTransaction", "hello NpgsqlTransaction"], Lines);
        Assert.All(_registry.Routes.Where(static route => route.Name.StartsWith("Transactions", StringComparison.Ordinal)), static route => Assert.True(route.NeedsTransaction));
    }

    private static Tuple Item(int id) => new(new TableName("public", "items"), ("id", 20, $"{id}"), ("name", 25, $"n{id}"));

    private static Tuple Point(string x, string? y) => new(new TableName("public", "points"), ("x", 23, x), ("y", 23, y));

    private async Task CallAsync(ListenerRoute route, params Change[] changes)
    {
        await using var provider = _services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var given = new DeliveryScope(scope.ServiceProvider, route.NeedsTransaction ? (DbTransaction)Activator.CreateInstance(_shop.GetType("Npgsql.NpgsqlTransaction")!)! : null);
        await (route is IBatchListenerRoute batch
            ? batch.InvokeAsync(changes, given, TestContext.Current.CancellationToken)
            : route.InvokeAsync(Assert.Single(changes), given, TestContext.Current.CancellationToken));
    }

    private ListenerRoute Route(string name) => _registry.Routes.Single(route => route.Name == name);
}
