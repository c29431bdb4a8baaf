using PostgresWorker.Generated;

namespace PostgresWorker.Integration.Worker;

/// <summary>The listener of an application that moves from one source of its orders to another.</summary>
public sealed class MovingListeners(Inbox inbox)
{
    [PostgresListener("moving", "orders")]
    [PostgresListener("moving_wal", "orders")]
    public Task OnOrder(Change<Order> change, CancellationToken ct) => inbox.TakeAsync(change, ct);
}

internal sealed class Moving : ISourceNamed
{
    public static string Name => "moving";
}

internal sealed class MovingWal : ISourceNamed
{
    public static string Name => "moving_wal";
}

/// <summary>The listeners of both.</summary>
internal sealed class BothMoving : IListenerModule
{
    static void IListenerModule.Register(ListenerRegistry listeners)
    {
        Register<OnlySource<Moving>>(listeners);
        Register<OnlySource<MovingWal>>(listeners);
    }

    private static void Register<TModule>(ListenerRegistry listeners)
        where TModule : IListenerModule => TModule.Register(listeners);
}
