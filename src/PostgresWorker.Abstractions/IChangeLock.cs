namespace PostgresWorker;

/// <summary>Locked keys, released by disposing of this.</summary>
public interface IChangeLock : IAsyncDisposable
{
    /// <summary>Asked when the listener has succeeded, before its transaction is committed: throws where the lock was lost meanwhile, and the attempt has failed.</summary>
    /// <param name="cancellationToken">Cancelled when the worker must stop.</param>
    ValueTask VerifyAsync(CancellationToken cancellationToken);
}
