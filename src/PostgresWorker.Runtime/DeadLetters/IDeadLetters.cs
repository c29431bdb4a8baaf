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

    /// <summary>Asks for dead letters to be delivered again, in the order of their ids. Asking twice changes nothing. None may be parked: see <see cref="ReleaseAsync"/>.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="ids">The letters; ids that are none, or are asked for already, are passed over.</param>
    /// <param name="actor">Who asks, for the log of actions.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How many are asked for now that were not before.</returns>
    /// <exception cref="InvalidOperationException">One of them is parked, and delivered alone it would pass those before it; nothing was asked for.</exception>
    Task<int> ReplayAsync(string source, IReadOnlyCollection<long> ids, string actor, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ReplayAsync(string, IReadOnlyCollection{long}, string, CancellationToken)"/>, for all that meet a filter. What is parked is passed over.</summary>
    Task<int> ReplayAsync(string source, DeadLetterFilter filter, string actor, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes dead letters, with what is stored of their changes. One that is being delivered just then may still be handled. Of a parked key the others stay parked; where none is left, the key is parked no more.
    /// </summary>
    /// <param name="source">The source's name.</param>
    /// <param name="ids">The letters; ids that are none are passed over.</param>
    /// <param name="actor">Who decides, for the log of actions.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How many are gone.</returns>
    Task<int> DiscardAsync(string source, IReadOnlyCollection<long> ids, string actor, CancellationToken cancellationToken = default);

    /// <summary>Lists parked keys by their ids. What waits for one: <see cref="ListAsync"/> with <see cref="DeadLetterFilter.ParkedKey"/>.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="listener">The listener's name; null for all.</param>
    /// <param name="after">Only those with a higher id: the last id of the page before.</param>
    /// <param name="count">How many at most, 1 to 1000.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<IReadOnlyList<ParkedKey>> ListParkedKeysAsync(string source, string? listener = null, long after = 0, int count = 100, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks for what waits for a parked key to be delivered, in its order, with its attempts counted anew. Changes of the key that come meanwhile are stored behind; when nothing waits any more, the key is parked no more. What is used
    /// up again stays parked, with all behind it. Keys that are tied by a change that moved a row from one to the other are released together. Asking twice changes nothing.
    /// </summary>
    /// <param name="source">The source's name.</param>
    /// <param name="listener">The listener's name.</param>
    /// <param name="key">The key, as <see cref="ParkedKey.Key"/>; null for all that are parked of the listener.</param>
    /// <param name="actor">Who asks, for the log of actions.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How many keys are asked for now that were not before.</returns>
    Task<int> ReleaseAsync(string source, string listener, string? key, string actor, CancellationToken cancellationToken = default);

    /// <summary>Deletes everything that waits for a parked key, as <see cref="DiscardAsync"/>; then the key is parked no more.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="listener">The listener's name.</param>
    /// <param name="key">The key, as <see cref="ParkedKey.Key"/>.</param>
    /// <param name="actor">Who decides, for the log of actions.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How many changes are gone.</returns>
    Task<int> DiscardParkedAsync(string source, string listener, string key, string actor, CancellationToken cancellationToken = default);

    /// <summary>Lists what was done, oldest first.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="after">Only those with a higher id: the last id of the page before.</param>
    /// <param name="count">How many at most, 1 to 1000.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<IReadOnlyList<DeadLetterAction>> ListActionsAsync(string source, long after = 0, int count = 100, CancellationToken cancellationToken = default);
}
