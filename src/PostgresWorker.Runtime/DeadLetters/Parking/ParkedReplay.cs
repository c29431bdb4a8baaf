using PostgresWorker.Delivery.Parking;
using PostgresWorker.Dispatch;

namespace PostgresWorker.DeadLetters.Parking;

/// <summary>A parked change whose key was released, on its way to its listener.</summary>
/// <param name="letter">What is kept of it.</param>
/// <param name="page">What it is released with.</param>
/// <param name="parked">The keys that are parked.</param>
/// <param name="writer">Writes what becomes of it.</param>
internal sealed class ParkedReplay(RequestedLetter letter, ReleasePage page, ParkedKeys parked, ParkedWriter writer) : IReplay
{
    private IReadOnlyList<string>? _empty;
    private bool _isEnded;

    /// <inheritdoc />
    public bool IsHandled { get; private set; }

    /// <inheritdoc />
    public bool IsWithdrawn => page.IsFailed && !IsHandled;

    /// <inheritdoc />
    public async ValueTask HandledAsync(CancellationToken cancelled)
    {
        IsHandled = true;
        await RemovedAsync(static replay => replay.Writer.RemoveAsync(replay.Letter, replay.Cancelled), cancelled).ConfigureAwait(false);
    }

    /// <summary>Completes when it is written that it failed in all its attempts again.</summary>
    /// <param name="error">Why.</param>
    /// <param name="attempts">How many were made.</param>
    /// <param name="isLetter">Whether its keys go on without it.</param>
    /// <param name="cancelled">Ends it.</param>
    /// <exception cref="LetterWriteException">It could not be written.</exception>
    public async ValueTask UsedUpAsync(Exception error, int attempts, bool isLetter, CancellationToken cancelled)
    {
        if (isLetter)
        {
            await RemovedAsync(replay => replay.Writer.MakeLetterAsync(replay.Letter, error, attempts, replay.Cancelled), cancelled).ConfigureAwait(false);
            return;
        }

        await writer.FailAgainAsync(letter, error, attempts, cancelled).ConfigureAwait(false);
        page.Fail();
        End();
    }

    /// <inheritdoc />
    public void Withdraw() => End();

    /// <summary>Nothing of it waits any more. Its keys are parked no more, where it was the last of them, before anything else of them is delivered.</summary>
    private async ValueTask RemovedAsync(Func<(ParkedWriter Writer, RequestedLetter Letter, CancellationToken Cancelled), ValueTask<IReadOnlyList<string>>> remove, CancellationToken cancelled)
    {
        if (_empty is null)
        {
            _empty = await remove((writer, letter, cancelled)).ConfigureAwait(false);
            parked.Removed();
        }

        await parked.UnparkAsync(letter.Listener, _empty, cancelled).ConfigureAwait(false);
        End();
    }

    private void End()
    {
        // Together with others it may be told twice.
        if (!_isEnded)
        {
            _isEnded = true;
            page.End();
        }
    }
}
