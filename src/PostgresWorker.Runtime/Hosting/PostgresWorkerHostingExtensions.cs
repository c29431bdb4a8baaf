using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PostgresWorker.Control;
using PostgresWorker.DeadLetters;
using PostgresWorker.Delivery.Filters;
using PostgresWorker.Delivery.Locking;
using PostgresWorker.Generated;
using PostgresWorker.Hosting;
using PostgresWorker.Provisioning;
using PostgresWorker.Snapshots;
using PostgresWorker.Sources;
using PostgresWorker.Telemetry;

namespace PostgresWorker;

/// <summary>Adds PostgresWorker to a host.</summary>
public static class PostgresWorkerHostingExtensions
{
    /// <summary>Adds a worker that runs with the host.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="configure">Adds sources and listeners: <c>worker.AddSource("shop"); worker.AddListeners();</c></param>
    public static IHostApplicationBuilder AddPostgresWorker(this IHostApplicationBuilder builder, Action<IPostgresWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPostgresWorker(configure);
        return builder;
    }

    /// <summary>Adds a worker that runs with the host.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Adds sources and listeners: <c>worker.AddSource("shop"); worker.AddListeners();</c></param>
    public static IServiceCollection AddPostgresWorker(this IServiceCollection services, Action<IPostgresWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        if (services.Any(service => service.ServiceType == typeof(ListenerRegistry)))
        {
            throw new InvalidOperationException("AddPostgresWorker was called before; add all sources and listeners in one call.");
        }

        var listeners = new ListenerRegistry(services);
        services.AddSingleton(listeners);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IValidateOptions<SourceOptions>, SourceOptionsValidator>();
        services.AddSingleton(provider => new WorkerTelemetry(provider.GetService<IMeterFactory>()));
        services.AddSingleton(provider => CreateControl(provider, listeners));
        services.AddSingleton<IPostgresWorker>(provider => provider.GetRequiredService<WorkerControl>());
        services.AddSingleton<LetterSignals>();
        services.TryAddSingleton<IDeadLetters>(provider => new DeadLetterService(
            provider.GetServices<SourceName>().Select(source => source.Name), provider.GetRequiredService<IOptionsMonitor<SourceOptions>>(), provider.GetRequiredService<LetterSignals>()));
        services.TryAddSingleton<IProvisioning>(provider => new ProvisioningService(
            provider.GetServices<SourceName>(), listeners, provider.GetRequiredService<IOptionsMonitor<SourceOptions>>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>()));
        services.TryAddSingleton<ISnapshots>(provider => new SnapshotService(provider.GetRequiredService<WorkerControl>(), listeners, provider.GetRequiredService<IOptionsMonitor<SourceOptions>>()));
        services.AddHostedService(provider => CreateService(provider, listeners));
        configure(new PostgresWorkerBuilder(services, listeners));
        return services;
    }

    /// <summary>
    /// Adds a source: a database whose changes are captured. Its connection string is <c>ConnectionStrings:{name}</c>, its options are the
    /// section <c>PostgresWorker:Sources:{name}</c>. Where the application has registered an <see cref="Npgsql.NpgsqlDataSource"/> under the source's name as key, transactions and locks of listeners are taken from
    /// that one; and its connection string is the source's where none is given.
    /// </summary>
    /// <param name="worker">The worker.</param>
    /// <param name="name">The name by which listeners refer to the source.</param>
    /// <param name="configure">Sets options in code; they win over the configuration.</param>
    public static IPostgresWorkerBuilder AddSource(this IPostgresWorkerBuilder worker, string name = PostgresListenerAttribute.DefaultSource, Action<SourceOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (worker.Services.Any(service => service.ImplementationInstance is SourceName added && added.Name == name))
        {
            throw new InvalidOperationException($"Source '{name}' was added before; each has a name of its own.");
        }

        worker.Services.AddSingleton(new SourceName(name));
        worker.Services.AddOptions<SourceOptions>(name)
            .Configure<IConfiguration>((options, configuration) => configuration.GetSection($"PostgresWorker:Sources:{name}").Bind(options))
            .Configure(options => configure?.Invoke(options))
            .PostConfigure<IConfiguration, IHostEnvironment, IServiceProvider>((options, configuration, environment, services) =>
            {
                options.ConnectionString = FirstOf(options.ConnectionString, configuration.GetConnectionString(name)) ?? SourceDatabase.Registered(name, services)?.ConnectionString;
                options.Provision ??= environment.IsDevelopment() ? Provision.Auto : Provision.Verify;
            })
            .ValidateOnStart();
        return worker;
    }

    private static string? FirstOf(string? own, string? named) => !string.IsNullOrWhiteSpace(own) ? own : !string.IsNullOrWhiteSpace(named) ? named : null;

    private static WorkerControl CreateControl(IServiceProvider provider, ListenerRegistry listeners)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<SourceOptions>>();
        var telemetry = provider.GetRequiredService<WorkerTelemetry>();
        SourceControl[] sources = [.. provider.GetServices<SourceName>().Select(source => new SourceControl(
            source.Name,
            listeners.Routes.Where(route => route.Source == source.Name).Select(route => route.Name).ToHashSet(StringComparer.Ordinal),
            () => options.Get(source.Name),
            provider.GetRequiredService<TimeProvider>(),
            telemetry))];
        SourceGauges.Create(telemetry.Meter, sources);
        return new WorkerControl(sources, listeners.Routes);
    }

    /// <summary>
    /// Puts a filter around every call of every listener, outside those of <see cref="ChangeFilterAttribute{TFilter}"/>; the first that is added is the outermost. It is taken from the call's scope.
    /// </summary>
    /// <typeparam name="TFilter">The filter. A class is registered as a scoped service unless it is registered already; an interface must be.</typeparam>
    /// <param name="worker">The worker.</param>
    /// <exception cref="InvalidOperationException">The filter was added before.</exception>
    public static IPostgresWorkerBuilder AddFilter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFilter>(this IPostgresWorkerBuilder worker)
        where TFilter : class, IChangeFilter
    {
        ArgumentNullException.ThrowIfNull(worker);
        if (worker.Services.Any(service => service.ImplementationInstance is GlobalFilter added && added.Type == typeof(TFilter)))
        {
            throw new InvalidOperationException($"Filter {typeof(TFilter)} was added before; it would run twice around each call.");
        }

        if (!typeof(TFilter).IsAbstract)
        {
            worker.Services.TryAddScoped<TFilter>();
        }

        worker.Services.AddSingleton(new GlobalFilter(typeof(TFilter), static services => services.GetRequiredService<TFilter>()));
        return worker;
    }

    /// <summary>
    /// Locks the keys of changes while listeners handle them, by advisory locks in the source's database: <c>pg_advisory_xact_lock(hashtextextended('public.orders:42', 0))</c>, for those who must take turns with
    /// other systems that ask for the same. Each attempt holds a connection of its own meanwhile, at most <see cref="SourceOptions.MaxConcurrency"/> in all; it works through poolers.
    /// </summary>
    /// <param name="worker">The worker.</param>
    /// <exception cref="InvalidOperationException">An <see cref="IChangeLocker"/> is registered already.</exception>
    public static IPostgresWorkerBuilder AddPostgresAdvisoryLocks(this IPostgresWorkerBuilder worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        if (worker.Services.Any(service => service.ServiceType == typeof(IChangeLocker)))
        {
            throw new InvalidOperationException("An IChangeLocker is registered already; a worker has one.");
        }

        worker.Services.AddSingleton<IChangeLocker, AdvisoryLocker>();
        return worker;
    }

    private static PostgresWorkerService CreateService(IServiceProvider provider, ListenerRegistry listeners) => new(
        provider.GetServices<SourceName>(),
        listeners,
        provider.GetRequiredService<IOptionsMonitor<SourceOptions>>(),
        provider.GetRequiredService<LetterSignals>(),
        provider,
        provider.GetRequiredService<WorkerControl>(),
        provider.GetRequiredService<TimeProvider>(),
        Jitter,
        provider.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>());

#pragma warning disable RS0030 // The one place where chance comes from; everything else takes it as a delegate.
    private static double Jitter() => Random.Shared.NextDouble();
#pragma warning restore RS0030
}
