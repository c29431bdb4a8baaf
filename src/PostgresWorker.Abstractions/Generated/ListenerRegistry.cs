using Microsoft.Extensions.DependencyInjection;

namespace PostgresWorker.Generated;

/// <summary>Takes the routes of generated modules.</summary>
/// <param name="services">The application's services.</param>
public sealed class ListenerRegistry(IServiceCollection services)
{
    private readonly List<ListenerRoute> _routes = [];

    /// <summary>The application's services, to which a module adds the classes of its instance methods.</summary>
    public IServiceCollection Services => services;

    /// <summary>All routes added so far, in the order of adding.</summary>
    public IReadOnlyList<ListenerRoute> Routes => _routes;

    /// <summary>Adds a listener.</summary>
    public void Add(ListenerRoute route) => _routes.Add(route);
}
