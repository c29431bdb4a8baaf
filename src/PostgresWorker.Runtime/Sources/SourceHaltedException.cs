using System.Globalization;

namespace PostgresWorker;

/// <summary>
/// A source has stopped for good because a listener failed to handle a change, and the change may not be passed over; or because no more changes may be parked. Nothing is lost: the change
/// and all behind it come again when the worker is started again.
/// </summary>
public sealed class SourceHaltedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="changeId">The id of the change.</param>
    /// <param name="attempts">How many attempts were made.</param>
    /// <param name="error">Why the last of them failed.</param>
    public SourceHaltedException(string listener, string changeId, int attempts, Exception error)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Listener {listener} failed to handle {changeId} in {attempts} attempts, and nothing may pass it. Mend the listener, or what it depends on, and start the worker again: it goes on with this change."),
            error)
    {
        Listener = listener;
        ChangeId = changeId;
        Attempts = attempts;
    }

    internal SourceHaltedException(string message, string listener, string changeId, Exception? error)
        : base(message, error)
    {
        Listener = listener;
        ChangeId = changeId;
    }

    /// <summary>The listener's name.</summary>
    public string Listener { get; }

    /// <summary>The id of the change, as <see cref="ChangeContext.Id"/>.</summary>
    public string ChangeId { get; }

    /// <summary>How many attempts were made; 0 where the change could not be parked (<see cref="SourceOptions.MaxParkedChanges"/>).</summary>
    public int Attempts { get; }
}
