using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;

namespace PostgresWorker;

/// <summary>Configures sources and listeners of the worker; handed to the callback of <c>AddPostgresWorker</c>.</summary>
public interface IPostgresWorkerBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// Adds the listeners of another assembly by its generated module: <c>worker.AddListeners&lt;Billing.PostgresWorkerModule&gt;()</c>.
    /// For the listeners of this assembly call the generated <c>AddListeners()</c>.
    /// </summary>
    IPostgresWorkerBuilder AddListeners<TModule>()
        where TModule : IListenerModule;
}
