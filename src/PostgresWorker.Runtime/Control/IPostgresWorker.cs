namespace PostgresWorker;

/// <summary>The running worker: how its sources are, how far they have come, and pausing them. A service of the application.</summary>
public interface IPostgresWorker
{
    /// <summary>The names of the sources that were added, in that order.</summary>
    IReadOnlyList<string> Sources { get; }

    /// <summary>How a source is now.</summary>
    /// <param name="source">The source's name.</param>
    /// <exception cref="ArgumentException">No source has that name.</exception>
    SourceStatus GetStatus(string source);

    /// <summary>A source's listeners in the order of their names, each with the policies that are in force for it: its own, and the source's options for the rest.</summary>
    /// <param name="source">The source's name.</param>
    /// <exception cref="ArgumentException">No source has that name.</exception>
    IReadOnlyList<ListenerStatus> GetListeners(string source);

    /// <summary>
    /// The catalogue of the generated routes, as JSON: each source with its slot, and its listeners with table, kinds of change, row type, columns and policies. It is the same at each call of a build with the same options, so
    /// two of them can be compared. No connection string is in it.
    /// </summary>
    string Describe();

    /// <summary>
    /// Completes when everything that was committed up to <paramref name="position"/> has been handled, parked or put aside as a dead letter: to read
    /// one's own writes, and for tests. Ask the database for the position behind the commit: <c>SELECT pg_current_wal_lsn()</c>. Where nobody writes what listeners
    /// listen to, it takes as long as the server's next word and a look of the source's, some hundred milliseconds.
    /// </summary>
    /// <param name="source">The source's name.</param>
    /// <param name="position">A position of the source's server.</param>
    /// <param name="cancellationToken">Ends the wait. Where another instance reads the source's slot, only that one knows how far it is, and this waits until it takes over; instances that share an outbox or shards know of each other.</param>
    /// <exception cref="ArgumentException">No source has that name.</exception>
    /// <exception cref="InvalidOperationException">The source has halted or stopped, and does not get there.</exception>
    Task WhenHandledAsync(string source, Lsn position, CancellationToken cancellationToken = default);

    /// <summary>
    /// Begins no more calls of the source's listeners. What they have not handled is not confirmed and stays in the server's WAL; reading goes on until as much is in flight as may be. The
    /// connection and the slot are kept. It lasts until <see cref="Resume(string)"/>, or the process ends.
    /// </summary>
    /// <param name="source">The source's name.</param>
    /// <param name="cancellationToken">Ends the wait; the source stays paused.</param>
    /// <returns>Completes when none of the source's listeners runs any more.</returns>
    /// <exception cref="ArgumentException">No source has that name.</exception>
    Task PauseAsync(string source, CancellationToken cancellationToken = default);

    /// <summary>
    /// Begins no more calls of one listener; the source's others go on. Its changes stay in flight, so for long that fills what may be
    /// (<see cref="SourceOptions.MaxInFlightChanges"/>), and then the others wait too. With a <see cref="SourceOptions.MaxConcurrency"/> of 1 they wait at once.
    /// </summary>
    /// <param name="source">The source's name.</param>
    /// <param name="listener">The listener's name.</param>
    /// <param name="cancellationToken">Ends the wait; the listener stays paused.</param>
    /// <returns>Completes when the listener does not run any more.</returns>
    /// <exception cref="ArgumentException">No source, or no listener of it, has that name.</exception>
    Task PauseAsync(string source, string listener, CancellationToken cancellationToken = default);

    /// <summary>Ends what <see cref="PauseAsync(string, CancellationToken)"/> began. Listeners that were paused by name stay so.</summary>
    /// <param name="source">The source's name.</param>
    /// <exception cref="ArgumentException">No source has that name.</exception>
    void Resume(string source);

    /// <summary>Ends what <see cref="PauseAsync(string, string, CancellationToken)"/> began.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="listener">The listener's name.</param>
    /// <exception cref="ArgumentException">No source, or no listener of it, has that name.</exception>
    void Resume(string source, string listener);
}
