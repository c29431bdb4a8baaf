using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Hosting;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Hosting;

public sealed class RegistrationTests
{
    [Fact]
    public void One_worker_is_all_there_may_be()
    {
        var builder = new HostApplicationBuilder();
        builder.AddPostgresWorker(_ => { });
        Assert.Contains("in one call", Assert.Throws<InvalidOperationException>(() => builder.AddPostgresWorker(_ => { })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_source_is_added_once()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Build(worker => worker.AddSource("shop").AddSource("billing").AddSource("shop")));
        Assert.Equal("Source 'shop' was added before; each has a name of its own.", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_source_has_a_name(string name) => Assert.Throws<ArgumentException>(() => Build(worker => worker.AddSource(name)));

    [Fact]
    public void Keyed_services_of_the_application_are_no_sources()
    {
        var builder = new HostApplicationBuilder();
        builder.Services.AddKeyedSingleton("shop", "a service with a key");
        builder.AddPostgresWorker(worker => worker.AddSource("shop"));
        Assert.Single(builder.Services, service => service.ServiceType == typeof(SourceName));
    }

    [Fact]
    public void A_module_added_twice_registers_once()
    {
        using var host = Build(worker => worker.AddListeners<ShopModule>().AddListeners<ShopModule>());
        Assert.Equal("Things.Changed", Assert.Single(host.Services.GetRequiredService<ListenerRegistry>().Routes).Name);
    }

    [Fact]
    public async Task A_listener_of_an_unknown_source_is_refused_at_start()
    {
        using var host = Build(worker => worker.AddSource("billing", Valid).AddListeners<ShopModule>());
        var error = await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => host.StartAsync(TestContext.Current.CancellationToken).InTime());
        var finding = Assert.Single(error.Findings);
        Assert.Equal("source_missing", finding.Code);
        Assert.Equal("shop", error.SourceName);
        Assert.Equal("Listener Things.Changed listens to source 'shop', which was not added; call worker.AddSource(\"shop\") or mend the attribute.", finding.Message);
    }

    [Fact]
    public async Task Two_listeners_of_one_name_are_refused_at_start()
    {
        using var host = Build(worker => worker.AddSource("shop", Valid).AddListeners<ShopModule>().AddListeners<SameNameModule>());
        var error = await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => host.StartAsync(TestContext.Current.CancellationToken).InTime());
        Assert.Equal("listener_name", Assert.Single(error.Findings).Code);
        Assert.Contains("2 listeners are named 'Things.Changed'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_filters_of_one_table_from_two_assemblies_are_refused_at_start()
    {
        using var host = Build(worker => worker.AddSource("shop", Valid).AddListeners<ShopModule>().AddListeners<FilterModule>());
        var error = await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => host.StartAsync(TestContext.Current.CancellationToken).InTime());
        var finding = Assert.Single(error.Findings);
        Assert.Equal("listener_where", finding.Code);
        Assert.Contains("Things.Changed: none; Things.Filtered: Where = \"id > 1\"", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_cannot_work_are_refused_at_start()
    {
        using var host = Build(worker => worker.AddSource("shop", options => options.MaxConcurrency = 0));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken).InTime());
        Assert.Equal(2, error.Failures.Count());
    }

    [Fact]
    public void Options_are_bound_from_the_sources_section()
    {
        var options = Options(
            null,
            ("PostgresWorker:Sources:shop:ConnectionString", "Host=a"),
            ("PostgresWorker:Sources:shop:Slot", "my_slot"),
            ("PostgresWorker:Sources:shop:Publication", "my_publication"),
            ("PostgresWorker:Sources:shop:Provision", "None"),
            ("PostgresWorker:Sources:shop:MaxConcurrency", "3"),
            ("PostgresWorker:Sources:shop:MaxInFlightChanges", "5"),
            ("PostgresWorker:Sources:shop:MaxInFlightBytes", "2000000"),
            ("PostgresWorker:Sources:shop:Ordering", "PerTable"),
            ("PostgresWorker:Sources:shop:MinRetryDelay", "00:00:01"),
            ("PostgresWorker:Sources:shop:MaxRetryDelay", "00:00:02"),
            ("PostgresWorker:Sources:shop:MinReconnectInterval", "00:00:03"),
            ("PostgresWorker:Sources:shop:MaxReconnectInterval", "00:00:04"),
            ("PostgresWorker:Sources:shop:DrainTimeout", "00:00:05"));
        Assert.Equal(("Host=a", "my_slot", "my_publication", Provision.None), (options.ConnectionString, options.Slot, options.Publication, options.Provision));
        Assert.Equal((3, 5, 2_000_000, Ordering.PerTable), (options.MaxConcurrency, options.MaxInFlightChanges, options.MaxInFlightBytes, options.Ordering));
        Assert.Equal(
            [1, 2, 3, 4, 5],
            new[] { options.MinRetryDelay, options.MaxRetryDelay, options.MinReconnectInterval, options.MaxReconnectInterval, options.DrainTimeout }.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void The_connection_string_of_the_sources_name_stands_in(string? own)
    {
        var options = Options(null, ("ConnectionStrings:shop", "Host=b"), ("PostgresWorker:Sources:shop:ConnectionString", own));
        Assert.Equal("Host=b", options.ConnectionString);
    }

    [Fact]
    public void The_data_source_of_the_sources_name_stands_in_for_both()
    {
        using var registered = NpgsqlDataSource.Create("Host=c");
        string? Of(params (string, string?)[] settings)
        {
            using var host = Build(worker => worker.AddSource("shop").Services.AddKeyedSingleton("shop", registered), "Production", settings);
            return host.Services.GetRequiredService<IOptionsMonitor<SourceOptions>>().Get("shop").ConnectionString;
        }

        Assert.Equal("Host=c", Of());
        Assert.Equal("Host=b", Of(("ConnectionStrings:shop", "Host=b")));
        Assert.Equal("Host=a", Of(("ConnectionStrings:shop", "Host=b"), ("PostgresWorker:Sources:shop:ConnectionString", "Host=a")));
    }

    [Fact]
    public void The_sources_own_connection_string_comes_first() => Assert.Equal(
        "Host=a",
        Options(null, ("ConnectionStrings:shop", "Host=b"), ("PostgresWorker:Sources:shop:ConnectionString", "Host=a")).ConnectionString);

    [Fact]
    public void Code_wins_over_configuration()
    {
        var options = Options(
            source =>
            {
                Assert.Equal(3, source.MaxConcurrency);
                source.MaxConcurrency = 4;
                source.ConnectionString = "Host=c";
            },
            ("PostgresWorker:Sources:shop:MaxConcurrency", "3"),
            ("PostgresWorker:Sources:shop:ConnectionString", "Host=a"));
        Assert.Equal((4, "Host=c"), (options.MaxConcurrency, options.ConnectionString));
    }

    [Theory]
    [InlineData("Development", Provision.Auto)]
    [InlineData("Staging", Provision.Verify)]
    [InlineData("Production", Provision.Verify)]
    public void Only_development_provisions_by_itself(string environment, Provision expected)
    {
        using var host = Build(worker => worker.AddSource("shop", Valid), environment);
        Assert.Equal(expected, host.Services.GetRequiredService<IOptionsMonitor<SourceOptions>>().Get("shop").Provision);
    }

    private static void Valid(SourceOptions options) => options.ConnectionString = "Host=nowhere.invalid";

    private static SourceOptions Options(Action<SourceOptions>? configure, params (string Key, string? Value)[] settings)
    {
        using var host = Build(worker => worker.AddSource("shop", configure), "Production", settings);
        return host.Services.GetRequiredService<IOptionsMonitor<SourceOptions>>().Get("shop");
    }

    private static IHost Build(Action<IPostgresWorkerBuilder> configure, string environment = "Production", params (string Key, string? Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.AddPostgresWorker(configure);
        return builder.Build();
    }

    private sealed class ShopModule : IListenerModule
    {
        public static void Register(ListenerRegistry listeners) => listeners.Add(Shop.Listener("Things.Changed"));
    }

    private sealed class SameNameModule : IListenerModule
    {
        public static void Register(ListenerRegistry listeners) => listeners.Add(Shop.Listener("Things.Changed"));
    }

    private sealed class FilterModule : IListenerModule
    {
        public static void Register(ListenerRegistry listeners) => listeners.Add(Shop.Listener("Things.Filtered", ([], null), "id > 1"));
    }
}
