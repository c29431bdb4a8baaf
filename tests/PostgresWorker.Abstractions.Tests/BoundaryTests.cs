using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;

namespace PostgresWorker.Abstractions.Tests;

/// <summary>An assembly with listeners needs the abstractions, and nothing that knows Postgres.</summary>
public sealed class BoundaryTests
{
    [Fact]
    public void The_abstractions_reference_the_framework_and_the_containers_abstractions_only() => Assert.All(
        References(typeof(PostgresListenerAttribute).Assembly),
        static name => Assert.True(
            name.StartsWith("System.", StringComparison.Ordinal) || name == "Microsoft.Extensions.DependencyInjection.Abstractions",
            $"{name} is referenced."));

    [Fact]
    public void No_assembly_that_can_be_reached_is_npgsql()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<Assembly>([typeof(PostgresListenerAttribute).Assembly]);
        while (next.TryDequeue(out var assembly))
        {
            foreach (var name in References(assembly).Where(reached.Add))
            {
                next.Enqueue(Assembly.Load(name));
            }
        }

        Assert.Contains("Microsoft.Extensions.DependencyInjection.Abstractions", reached);
        Assert.DoesNotContain(reached, static name => name.Contains("Npgsql", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(Directory.GetFiles(AppContext.BaseDirectory, "*Npgsql*"));
    }

    [Fact]
    public void The_module_of_this_assembly_is_generated()
    {
        var builder = new Builder();

        Assert.Same(builder, builder.AddListeners());
        Assert.Equal(
            ["OrderListeners.OnTruncated (default: public.orders)", "OrderListeners.OnOrder (shop: public.orders)"],
            builder.Registry.Routes.Select(static route => route.ToString()));
        Assert.Equal(["id", "status", "note"], builder.Registry.Routes[1].Columns.ToArray().Select(static column => column.Name));
        Assert.Equal(typeof(OrderListeners), Assert.Single(builder.Services).ServiceType);
    }

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(static name => name.Name!);

    private sealed class Builder : IPostgresWorkerBuilder
    {
        public Builder() => Registry = new ListenerRegistry(Services);

        public IServiceCollection Services { get; } = new ServiceCollection();

        public ListenerRegistry Registry { get; }

        public IPostgresWorkerBuilder AddListeners<TModule>()
            where TModule : IListenerModule
        {
            TModule.Register(Registry);
            return this;
        }
    }
}
