using PostgresWorker.Generated;

namespace PostgresWorker.Torture.Worker;

/// <summary>The listeners but for those of messages, which are in the WAL alone.</summary>
internal sealed class OutboxListeners : IListenerModule
{
    /// <inheritdoc />
    public static void Register(ListenerRegistry listeners)
    {
        var all = new ListenerRegistry(listeners.Services);
        Take<PostgresWorkerModule>(all);
        foreach (var route in all.Routes.Where(route => route is not MessageRoute))
        {
            listeners.Add(route);
        }
    }

    private static void Take<TModule>(ListenerRegistry listeners)
        where TModule : IListenerModule => TModule.Register(listeners);
}
