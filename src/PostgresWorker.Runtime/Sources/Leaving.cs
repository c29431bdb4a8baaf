namespace PostgresWorker.Sources;

/// <summary>
/// Ends what may not end. A command or a read is cancelled by a request on a connection of its own, and Npgsql waits for the server to take it without a limit
/// (<see href="https://github.com/npgsql/npgsql/issues/3277">npgsql#3277</see>): where the network swallows what is sent, or the server stands still, whoever waits for the end waits as long.
/// So it is left to itself after a while.
/// </summary>
internal static class Leaving
{
    // More than Npgsql waits for the answer to a cancellation that arrived (2 s).
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>The same, but that its disposal is waited for no longer than five seconds.</summary>
    public static Bounded InTime(IAsyncDisposable disposable) => new(disposable);

    internal readonly struct Bounded(IAsyncDisposable disposable) : IAsyncDisposable
    {
        /// <inheritdoc />
        public async ValueTask DisposeAsync()
        {
            var ending = disposable.DisposeAsync().AsTask();
            try
            {
                await ending.WaitAsync(Longest).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!ending.IsCompleted)
            {
                // Its connections are broken by then, or will be; nobody waits for it any more.
            }
        }
    }
}
