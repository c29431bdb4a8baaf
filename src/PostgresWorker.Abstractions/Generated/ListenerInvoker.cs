namespace PostgresWorker.Generated;

/// <summary>Resolves a listener's services and calls its method.</summary>
/// <typeparam name="TChange">What the method takes.</typeparam>
/// <param name="change">The change.</param>
/// <param name="services">The delivery's scope.</param>
/// <param name="cancellationToken">Cancelled when the worker must stop.</param>
public delegate ValueTask ListenerInvoker<in TChange>(TChange change, IServiceProvider services, CancellationToken cancellationToken)
    where TChange : Change;
