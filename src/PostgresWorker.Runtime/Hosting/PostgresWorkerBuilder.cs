using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;

namespace PostgresWorker.Hosting;

/// <summary>Collects sources and listeners.</summary>
internal sealed class PostgresWorkerBuilder(IServiceCollection services, ListenerRegistry listeners) : IPostgresWorkerBuilder
{
    private readonly HashSet<Type> _modules = [];

    public IServiceCollection Services => services;

    public IPostgresWorkerBuilder AddListeners<TModule>()
        where TModule : IListenerModule
    {
        // The same module added twice would deliver everything twice.
        if (_modules.Add(typeof(TModule)))
        {
            TModule.Register(listeners);
        }

        return this;
    }
}
