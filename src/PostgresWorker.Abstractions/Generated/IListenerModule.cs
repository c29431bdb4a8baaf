namespace PostgresWorker.Generated;

/// <summary>The listeners of one assembly. Implemented by the generated <c>PostgresWorkerModule</c>.</summary>
public interface IListenerModule
{
    /// <summary>Adds the assembly's routes and the services that they need.</summary>
    static abstract void Register(ListenerRegistry listeners);
}
