using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostgresWorker.Generated;

namespace PostgresWorker.Benchmarks;

/// <summary>An application of one source whose listener does nothing with an order, with the default options but for what is said.</summary>
internal static class OrderWorker
{
    public const string Source = "drain";

    public static IHost Create(string connectionString, Action<SourceOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection([new($"ConnectionStrings:{Source}", connectionString)]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.AddPostgresWorker(worker =>
        {
            worker.AddSource(Source, configure);
            worker.AddListeners<Listeners>();
        });
        return builder.Build();
    }

    /// <summary>Those of the one source.</summary>
    private sealed class Listeners : IListenerModule
    {
        static void IListenerModule.Register(ListenerRegistry listeners)
        {
            var all = new ListenerRegistry(listeners.Services);
            Register<PostgresWorkerModule>(all);
            foreach (var route in all.Routes.Where(static route => route.Source == Source))
            {
                listeners.Add(route);
            }
        }

        private static void Register<TModule>(ListenerRegistry listeners)
            where TModule : IListenerModule => TModule.Register(listeners);
    }
}
