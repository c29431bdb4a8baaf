using Billing;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>Listeners of two assemblies, with types of the same names, on one table.</summary>
public sealed class AssembliesTests(PostgresServer server)
{
    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Each_assembly_has_its_own_module_listeners_and_rows(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var ledger = new Billing.Ledger();
        await using var worker = await RunningWorker.BeginAsync<Shop>(database, more: worker =>
        {
            worker.Services.AddSingleton(ledger);
            worker.AddListeners<BillingOf<Shop>>();

            // A module that was added before is not added again.
            worker.AddListeners<BillingOf<Shop>>();
        });
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO orders (id, total) VALUES (1, 12.50)");
        await database.ExecuteAsync("UPDATE orders SET total = 13");
        await database.ExecuteAsync("DELETE FROM orders");
        await worker.HasHandledAsync(3);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(["INSERT", "UPDATE", "DELETE"], worker.Inbox.Handled.Select(change => change.Action));
        Assert.Equal(["1 is gone", "1: 12.50"], ledger.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_assemblies_are_two_and_the_names_the_same()
    {
        Assert.NotEqual(typeof(OrderListeners).Assembly, typeof(Billing.PostgresWorkerModule).Assembly);
        var names = typeof(Billing.PostgresWorkerModule).Assembly.GetTypes().Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All([nameof(OrderListeners), nameof(Order), "OrderRowReader", nameof(PostgresWorkerModule)], name => Assert.Contains(name, names));
    }
}
