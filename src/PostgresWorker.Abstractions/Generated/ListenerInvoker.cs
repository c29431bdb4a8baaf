namespace PostgresWorker.Generated;

/// <summary>Resolves a listener's services and calls its method.</summary>
/// <typeparam name="TChange">What the method takes.</typeparam>
/// <param name="change">The change, or the batch of them.</param>
/// <param name="scope">What the call is given beside them.</param>
/// <param name="cancellationToken">Cancelled when the worker must stop.</param>
public delegate ValueTask ListenerInvoker<in TChange>(TChange change, DeliveryScope scope, CancellationToken cancellationToken);
