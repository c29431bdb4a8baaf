using PostgresWorker.Dispatch;

namespace PostgresWorker.DeadLetters;

/// <summary>A dead letter that is delivered again.</summary>
/// <param name="id">Its id.</param>
/// <param name="listener">Its listener.</param>
/// <param name="changeId">Its change.</param>
/// <param name="writer">Writes what becomes of it.</param>
/// <param name="onEnded">Told when that is written.</param>
internal sealed class Replay(long id, string listener, string changeId, LetterWriter writer, Action<long> onEnded) : IReplay
{
    public long Id => id;

    public string Listener => listener;

    public string ChangeId => changeId;

    /// <inheritdoc />
    public bool IsHandled { get; private set; }

    /// <inheritdoc />
    public bool IsWithdrawn => false;

    /// <inheritdoc />
    public async ValueTask HandledAsync(CancellationToken cancelled)
    {
        IsHandled = true;
        await writer.RemoveAsync(id, listener, changeId, cancelled).ConfigureAwait(false);
        onEnded(id);
    }

    /// <inheritdoc />
    public void Withdraw() => onEnded(id);

    /// <summary>It has failed again, and that is written.</summary>
    public void Failed() => onEnded(id);
}
