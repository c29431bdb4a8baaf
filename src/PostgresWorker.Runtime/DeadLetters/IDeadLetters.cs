namespace PostgresWorker;

/// <summary>
/// Looks at dead letters and decides about them. Works in any process that has the source's options, with or without a running worker: what is to be delivered again is noted in the database, and the
/// instance that reads the source does it, at once where it is this process and within about a second otherwise.
/// </summary>
/// <remarks>Every method throws <see cref="ArgumentException"/> for a source that was not added, and <see cref="System.Data.Common.DbException"/> where the database can't be asked.</remarks>
public interface IDeadLetters
{
    /// <summary>Lists dead letters by their ids.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="after">Only those with a higher id: the last id of the page before.</param>
    /// <param name="count">How many at most, 1 to 1000.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<IReadOnlyList<DeadLetter>> ListAsync(string source, DeadLetterFilter? filter = null, long after = 0, int count = 100, CancellationToken cancellationToken = default);

    /// <summary>All about one dead letter; null where there is none of that id (any more).</summary>
    Task<DeadLetterDetails?> GetAsync(string source, long id, CancellationToken cancellationToken = default);

    /// <summary>Asks for dead letters to be delivered again, in the order of their ids. Asking twice changes nothing.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="ids">The letters; ids that are none, or are asked for already, are passed over.</param>
    /// <param name="actor">Who asks, for the log of actions.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How many are asked for now that were not before.</returns>
    Task<int> ReplayAsync(string source, IReadOnlyCollection<long> ids, string actor, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ReplayAsync(string, IReadOnlyCollection{long}, string, CancellationToken)"/>, for all that meet a filter.</summary>
    Task<int> ReplayAsync(string source, DeadLetterFilter filter, string actor, CancellationToken cancellationToken = default);

    /// <summary>Deletes dead letters, with what is stored of their changes. One that is being delivered just then may still be handled.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="ids">The letters; ids that are none are passed over.</param>
    /// <param name="actor">Who decides, for the log of actions.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How many are gone.</returns>
    Task<int> DiscardAsync(string source, IReadOnlyCollection<long> ids, string actor, CancellationToken cancellationToken = default);

    /// <summary>Lists what was done, oldest first.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="after">Only those with a higher id: the last id of the page before.</param>
    /// <param name="count">How many at most, 1 to 1000.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<IReadOnlyList<DeadLetterAction>> ActionsAsync(string source, long after = 0, int count = 100, CancellationToken cancellationToken = default);
}
