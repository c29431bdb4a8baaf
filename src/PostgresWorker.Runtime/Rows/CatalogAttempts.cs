using PostgresWorker.Sources;

namespace PostgresWorker.Rows;

/// <summary>Asks the catalog again where its connection turns out to be cut: it idles for days beside a stream that lives, and that it is gone shows only when it is used.</summary>
internal static class CatalogAttempts
{
    private const int Max = 3;

    /// <summary>Asks, so many times at most.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> ask)
    {
        for (var attempt = 1; attempt < Max; attempt++)
        {
            try
            {
                return await ask().ConfigureAwait(false);
            }
            catch (Exception e) when (ConnectionError.IsTransient(e))
            {
                // Another connection of the pool, or a new one.
            }
        }

        return await ask().ConfigureAwait(false);
    }
}
