namespace PostgresWorker.Sources;

/// <summary>Ends what runs under a token.</summary>
internal static class Cancellation
{
    /// <summary>
    /// Cancels, and tells all that asked to be told. What one of them throws is its own affair: others are told all the same, and who ends something does not fail for it. Npgsql throws
    /// <see cref="ObjectDisposedException"/> where a command is cancelled while its connection is lost, and a listener may do as it likes.
    /// </summary>
    public static async Task CancelAllAsync(this CancellationTokenSource source)
    {
        try
        {
            await source.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException)
        {
            // It is cancelled.
        }
    }
}
