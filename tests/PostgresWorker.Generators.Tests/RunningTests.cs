using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;
using PostgresWorker.Generators.Tests.Harness;
using Tuple = PostgresWorker.Generators.Tests.Harness.Tuple;

namespace PostgresWorker.Generators.Tests;

/// <summary>What is generated, compiled and called.</summary>
public sealed class RunningTests
{
    private const uint Bool = 16, Bytea = 17, Int8 = 20, Int2 = 21, Int4 = 23, Text = 25, Float4 = 700, Float8 = 701, Date = 1082, Time = 1083,
        Timestamp = 1114, TimestampTz = 1184, Interval = 1186, Numeric = 1700, Uuid = 2950, Enum = 20000;

    private static readonly Lazy<Assembly> Shop = new(static () => new Project(Sources.Everything).Load());

    private readonly ServiceCollection _services = new();
    private readonly ListenerRegistry _registry;

    public RunningTests()
    {
        _services.AddSingleton(Shop.Value.GetType("Shop.ILog")!, Shop.Value.GetType("Shop.Log")!);
        _services.AddKeyedSingleton(Shop.Value.GetType("Shop.ILog")!, "audit", Shop.Value.GetType("Shop.Log")!);
        _registry = Shop.Value.Register(_services);
    }

    [Fact]
    public void Every_attribute_is_a_route() => Assert.Equal(
        [
            "Outer.Inner.OnRow (default: public.rows)",
            "old-shirts (shop: Old.Sold \"Shirts\")",
            "StaticListeners.OnEverything (shop: public.everything)",
            "StaticListeners.OnMeasure (shop: public.measures)",
            "StaticListeners.OnPage (shop: public.pages)",
            "StaticListeners.OnPoint (shop: public.points)",
            "StaticListeners.OnTruncated (shop: public.points)",
            "ShirtListeners.OnShirt (shop: public.shirts)",
        ],
        _registry.Routes.Select(static route => route.ToString()));

    [Fact]
    public void A_route_says_what_it_wants() => Assert.Equal(
        [ChangeKinds.Rows, ChangeKinds.Rows, ChangeKinds.Existing, ChangeKinds.Deleted, ChangeKinds.Inserted, ChangeKinds.Updated, ChangeKinds.Truncated, ChangeKinds.Rows],
        _registry.Routes.Select(static route => route.Kinds));

    [Fact]
    public void Only_static_methods_without_services_do_without_a_scope() => Assert.Equal(
        ["StaticListeners.OnEverything", "StaticListeners.OnMeasure"],
        _registry.Routes.Where(static route => !route.NeedsServices).Select(static route => route.Name));

    [Fact]
    public void Classes_of_instance_methods_are_transient_services_unless_they_are_some_already()
    {
        Assert.Equal(ServiceLifetime.Transient, Assert.Single(_services, static service => service.ServiceType.Name == "ShirtListeners").Lifetime);

        Shop.Value.Register(_services);

        Assert.Single(_services, static service => service.ServiceType.Name == "ShirtListeners");
    }

    [Fact]
    public async Task An_instance_method_gets_row_context_and_its_services()
    {
        var shirt = new Tuple(
            new TableName("public", "shirts"),
            ("size", Enum, "XL"), ("unknown", Text, "skipped"), ("id", Int4, "5"), ("was", Enum, null), ("class", Text, "wool"), ("Colour Code", Text, null), ("since", Date, "2024-02-29"));
        var route = Route("ShirtListeners.OnShirt");
        var change = shirt.Read(route, ChangeKinds.Inserted);

        await InvokeAsync(route, change);

        Assert.Equal(["public.shirts: 5 ExtraLarge wool"], Lines(key: null));
        Assert.Equal(
            "Shirt { Id = 5, Since = 02/29/2024, Size = ExtraLarge, Was = , class = wool, Colour = , Cache = , Label = 5 ExtraLarge }",
            Property(change, "Row")!.ToString());
    }

    [Fact]
    public async Task A_static_method_gets_the_kind_it_asks_for_and_keyed_and_optional_services()
    {
        var route = Route("StaticListeners.OnPoint");
        var point = new Tuple(new TableName("public", "points"), ("x", Int4, "1"), ("y", Int2, "-2"));

        await InvokeAsync(route, point.Read(route, ChangeKinds.Updated));

        Assert.Equal(["Point { X = 1, Y = -2 } -> Point { X = 1, Y = -2 }, False"], Lines("audit"));
    }

    [Fact]
    public async Task An_optional_service_may_be_missing()
    {
        var services = new ServiceCollection().AddKeyedSingleton(Shop.Value.GetType("Shop.ILog")!, "audit", Shop.Value.GetType("Shop.Log")!).BuildServiceProvider();
        var route = Route("StaticListeners.OnPoint");
        var point = new Tuple(new TableName("public", "points"), ("x", Int4, "1"), ("y", Int2, "2"));

        await route.InvokeAsync(point.Read(route, ChangeKinds.Updated), new DeliveryScope(services), TestContext.Current.CancellationToken);

        Assert.EndsWith(", True", Assert.Single(Lines("audit", services)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_attribute_of_a_method_calls_it()
    {
        var shirt = new Tuple(
            new TableName("public", "shirts"),
            ("id", Int4, "5"), ("since", Date, null), ("size", Enum, "small"), ("was", Enum, null), ("class", Text, "wool"), ("Colour Code", Text, null));
        foreach (var name in new[] { "ShirtListeners.OnShirt", "old-shirts" })
        {
            await InvokeAsync(Route(name), shirt.Read(Route(name), ChangeKinds.Deleted));
        }

        Assert.Equal(["public.shirts: 5 Small wool", "public.shirts: 5 Small wool"], Lines(key: null));
    }

    [Fact]
    public async Task A_static_method_with_constant_keys_asks_for_just_those()
    {
        var route = Route("StaticListeners.OnPage");
        var change = new Tuple(new TableName("public", "pages"), ("item", Text, "x"), ("id", Int8, "1")).Read(route, ChangeKinds.Inserted);
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync(route, change));
        Assert.Contains("System.String", missing.Message, StringComparison.Ordinal);

        await using var with = new ServiceCollection().AddKeyedSingleton(-1, "text").BuildServiceProvider();
        await route.InvokeAsync(change, new DeliveryScope(with), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Truncated_has_a_route_without_a_row()
    {
        await InvokeAsync(Route("StaticListeners.OnTruncated"), new Truncated(Tuple.Context, cascade: true));

        Assert.Equal(["truncated True"], Lines(key: null));
    }

    [Fact]
    public async Task Void_and_nested()
    {
        var route = Route("Outer.Inner.OnRow");

        await InvokeAsync(route, new Tuple(new TableName("public", "rows"), ("id", Int4, "3")).Read(route, ChangeKinds.Deleted));

        Assert.Equal(["row 3"], Lines(key: null));
    }

    [Fact]
    public void Every_kind_of_column_is_read()
    {
        var everything = new Tuple(
            new TableName("public", "everything"),
            ("a", Bool, "t"), ("b", Int2, "-1"), ("c", Int4, "2"), ("d", Int8, "3"), ("e", Float4, "1.5"), ("f", Float8, "2.5"), ("g", Numeric, "79.10"),
            ("h", Text, "ä"), ("i", Uuid, "00000000-0000-0000-0000-000000000001"), ("j", Bytea, "\\x01ff"), ("k", Timestamp, "2024-01-02 03:04:05"),
            ("l", TimestampTz, "2024-01-02 03:04:05+00"), ("m", Date, "2024-01-02"), ("n", Time, "03:04:05"), ("o", Interval, "1 day"), ("p", Text, "small"));
        var row = Property(everything.Read(Route("StaticListeners.OnEverything"), ChangeKinds.Existing), "Row")!;

        var values = row.GetType().GetProperties().Select(property => Convert.ToString(property.GetValue(row), CultureInfo.InvariantCulture));

        Assert.Equal(
            ["True", "-1", "2", "3", "1.5", "2.5", "79.10", "ä", "00000000-0000-0000-0000-000000000001", "System.Byte[]", "01/02/2024 03:04:05",
             "01/02/2024 03:04:05 +00:00", "01/02/2024", "03:04", "1.00:00:00", "Small"],
            values);
        Assert.Equal([1, 255], (byte[])Property(row, "J")!);
    }

    [Theory]
    [InlineData("M", "7", "none of Size")]
    [InlineData(null, "7", "is NULL")]
    public void What_no_property_can_hold_is_an_error(string? size, string id, string reason)
    {
        var shirt = new Tuple(
            new TableName("public", "shirts"),
            ("id", Int4, id), ("size", Enum, size), ("was", Enum, null), ("class", Text, ""), ("Colour Code", Text, null), ("since", Date, null));

        var exception = Assert.Throws<RowReadException>(() => shirt.Read(Route("ShirtListeners.OnShirt"), ChangeKinds.Inserted));

        Assert.Equal("size", exception.Column);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    private ListenerRoute Route(string name) => _registry.Routes.Single(route => route.Name == name);

    private ServiceProvider Provider => field ??= _services.BuildServiceProvider();

    private async Task InvokeAsync(ListenerRoute route, Change change)
    {
        await using var scope = Provider.CreateAsyncScope();
        await route.InvokeAsync(change, new DeliveryScope(scope.ServiceProvider), TestContext.Current.CancellationToken);
    }

    private IEnumerable<string> Lines(string? key, IServiceProvider? services = null) =>
        (IEnumerable<string>)Property((services ?? Provider).GetRequiredKeyedService(Shop.Value.GetType("Shop.ILog")!, key), "Lines")!;

    private static object? Property(object thing, string name) => thing.GetType().GetProperty(name)!.GetValue(thing);
}
