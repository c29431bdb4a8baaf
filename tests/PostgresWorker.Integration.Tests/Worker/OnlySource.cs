using PostgresWorker.Generated;

namespace PostgresWorker.Integration.Worker;

/// <summary>A source of this assembly's listeners that a test asks for.</summary>
internal interface ISourceNamed
{
    static abstract string Name { get; }
}

internal sealed class Shop : ISourceNamed
{
    public static string Name => "shop";
}

/// <summary>The generated module's listeners of one source, so that a test needs no tables of the others.</summary>
internal sealed class OnlySource<TSource> : IListenerModule
    where TSource : ISourceNamed
{
    static void IListenerModule.Register(ListenerRegistry listeners)
    {
        var all = new ListenerRegistry(listeners.Services);
        Register<PostgresWorkerModule>(all);
        foreach (var route in all.Routes.Where(route => route.Source == TSource.Name))
        {
            listeners.Add(route);
        }
    }

    private static void Register<TModule>(ListenerRegistry listeners)
        where TModule : IListenerModule => TModule.Register(listeners);
}
