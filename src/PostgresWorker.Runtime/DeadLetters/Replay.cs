namespace PostgresWorker.DeadLetters;

/// <summary>A dead letter that is delivered again.</summary>
/// <param name="id">Its id.</param>
/// <param name="listener">Its listener.</param>
/// <param name="changeId">Its change.</param>
/// <param name="writer">Writes what becomes of it.</param>
/// <param name="onEnded">Told when that is written.</param>
internal sealed class Replay(long id, string listener, string changeId, LetterWriter writer, Action<long> onEnded)
{
    public long Id => id;

    public string Listener => listener;

    /// <summary>Whether its listener has handled it, and only that is still to be written.</summary>
    public bool IsHandled { get; private set; }

    /// <summary>Completes when it is written that the letter was handled.</summary>
    /// <exception cref="LetterWriteException">It could not be written.</exception>
    public async ValueTask HandledAsync(CancellationToken cancelled)
    {
        IsHandled = true;
        await writer.RemoveAsync(id, listener, changeId, cancelled).ConfigureAwait(false);
        onEnded(id);
    }

    /// <summary>It has failed again, and that is written.</summary>
    public void Failed() => onEnded(id);
}
