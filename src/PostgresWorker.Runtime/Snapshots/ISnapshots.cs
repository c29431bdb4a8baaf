namespace PostgresWorker;

/// <summary>
/// Snapshots of tables on a system that runs: their rows are delivered as <see cref="Existing{T}"/> while the stream goes on. What is asked for is kept in schema <c>postgres_worker</c>, so any instance may ask,
/// also one that stands by; the one that reads the source delivers. A service of the application.
/// </summary>
public interface ISnapshots
{
    /// <summary>Asks for a table's rows to be delivered once more. One that was asked for and has not ended is not asked for twice.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="table">The table, which a listener of the source listens to.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The snapshot's number.</returns>
    /// <exception cref="ArgumentException">No source has that name, or none of its listeners takes existing rows of the table.</exception>
    /// <exception cref="InvalidOperationException">The source takes no snapshots: it keeps no checkpoint.</exception>
    Task<long> RequestAsync(string source, TableName table, CancellationToken cancellationToken = default);

    /// <summary>The snapshots of a source, the latest first.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ArgumentException">No source has that name.</exception>
    Task<IReadOnlyList<SnapshotStatus>> ListAsync(string source, int count = 100, CancellationToken cancellationToken = default);

    /// <summary>Ends a snapshot that has not ended. Rows that were read already are still delivered.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="id">The snapshot's number.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether there was such a one.</returns>
    /// <exception cref="ArgumentException">No source has that name.</exception>
    Task<bool> CancelAsync(string source, long id, CancellationToken cancellationToken = default);
}
