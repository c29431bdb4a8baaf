namespace PostgresWorker;

/// <summary>
/// Locks the keys of changes while listeners handle them, for those who must take turns with other systems. A service that is registered as this is asked before each attempt, of every listener. Within the worker
/// nothing needs it: changes of a key and listener never run side by side, and one instance at a time reads a slot.
/// </summary>
public interface IChangeLocker
{
    /// <summary>Waits until all keys are locked for nobody else.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="keys">
    /// Each once, in ordinal order, so that two who lock several do not wait for each other. <c>schema.table:value</c>, of a key of many columns the values with commas between; of a table without a key, a TRUNCATE or a message
    /// nothing follows the colon. An update that moves its row locks both keys. Integers, uuid and texts are as Postgres writes them; other types are the hexadecimal digits of their wire form, unless the source reads text forms.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the worker must stop.</param>
    /// <returns>Disposed of when the attempt has ended.</returns>
    /// <exception cref="Exception">
    /// Whatever is thrown, the listener is not called, and it is tried again without counting an attempt; but for <see cref="RetryAfterException"/> and <see cref="DiscardException"/>, which are taken as the listener's.
    /// </exception>
    ValueTask<IChangeLock> AcquireAsync(string source, IReadOnlyList<string> keys, CancellationToken cancellationToken);
}
