using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;
using PostgresWorker.Generators.Tests.Harness;
using Tuple = PostgresWorker.Generators.Tests.Harness.Tuple;

namespace PostgresWorker.Generators.Tests;

/// <summary>Listeners to messages and payloads, generated, compiled and called.</summary>
public sealed class UntypedRunningTests
{
    private const uint Int4 = 23;

    private readonly ServiceCollection _services = new();
    private readonly Assembly _shop = new Project(("Json.cs", Sources.ShopJson), ("Untyped.cs", Sources.Untyped)).Load();
    private readonly ListenerRegistry _registry;

    public UntypedRunningTests() => _registry = _shop.Register(_services);

    [Fact]
    public void Every_attribute_is_a_route() => Assert.Equal(
        [
            "own audit (default: audit)",
            "Messages.OnAudit (shop: audit)",
            "Messages.OnCount (shop: count)",
            "Messages.OnPaid (shop: paid)",
            "Messages.OnMaybePaid (shop: paid?)",
            "Payloads.OnOrder (shop: public.orders)",
        ],
        _registry.Routes.Select(static route => route.ToString()));

    [Fact]
    public async Task Content_comes_as_it_is()
    {
        await SendAsync("Messages.OnAudit", "größer");

        Assert.Equal(["audit größer public.shirts"], Lines());
    }

    [Fact]
    public async Task Json_comes_as_the_value()
    {
        await SendAsync("Messages.OnPaid", """{"Id":7,"Amount":9.90}""");
        await SendAsync("Messages.OnMaybePaid", "null");
        await SendAsync("Messages.OnCount", "null");
        await SendAsync("Messages.OnCount", "5");

        Assert.Equal(["7 9.90", "True", "", "5"], Lines());
    }

    [Fact]
    public void Null_is_no_value_of_what_is_not_nullable() =>
        Assert.Contains("LogicalMessage<Paid?>", Assert.Throws<MessageReadException>(() => Read("Messages.OnPaid", "null")).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_no_json_of_the_type_is_said_without_its_content()
    {
        foreach (var content in new[] { "", "secret", """{"Id":"secret"}""", "{\"Id\":1,\n \"secret" })
        {
            var exception = Assert.Throws<MessageReadException>(() => Read("Messages.OnPaid", content));

            Assert.Equal("paid", exception.Prefix);
            Assert.Equal("Shop.Paid", exception.ValueType.FullName);
            Assert.Contains("'paid' can't be read as Shop.Paid", exception.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_payload_comes_with_its_row()
    {
        var route = Route("Payloads.OnOrder");
        var change = new Tuple(new TableName("public", "orders"), ("id", Int4, "1")).Read(route, ChangeKinds.Inserted);

        await InvokeAsync(route, change);

        Assert.Equal(["INSERT  shop"], Lines());
        Assert.Equal("""{"id":1}""", Assert.IsType<PayloadChange>(change).Payload.Data.New!.Value.GetRawText());
    }

    [Fact]
    public void Two_listeners_of_one_name_are_said_at_the_second() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [{|PGW1010:PostgresMessage("b")|}, PostgresMessage("a")] public static void On(LogicalMessage message) { }
            [{|PGW1010:PostgresListener("orders", Name = "Listeners.On")|}] public static void OnOrder(EventPayload payload) { }
        }
        """).ExpectMarkedDiagnostics();

    private ListenerRoute Route(string name) => _registry.Routes.Single(route => route.Name == name);

    private Change Read(string name, string content) =>
        Assert.IsType<MessageRoute>(Route(name), exactMatch: false).Read(Encoding.UTF8.GetBytes(content), isTransactional: true, Tuple.Context);

    private Task SendAsync(string name, string content) => InvokeAsync(Route(name), Read(name, content));

    private async Task InvokeAsync(ListenerRoute route, Change change)
    {
        await using var provider = _services.BuildServiceProvider();
        await route.InvokeAsync(change, new DeliveryScope(provider), TestContext.Current.CancellationToken);
    }

    private IEnumerable<string> Lines() => (IEnumerable<string>)_shop.GetType("Shop.Seen")!.GetProperty("Lines")!.GetValue(null)!;
}
