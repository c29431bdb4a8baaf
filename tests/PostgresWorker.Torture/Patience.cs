namespace PostgresWorker.Torture;

/// <summary>Waits for what must come true.</summary>
internal static class Patience
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Whether it came true in time. A server that is away is none of its troubles.</summary>
    public static async Task<bool> UntilAsync(Func<Task<bool>> condition, TimeSpan deadline)
    {
        for (var began = Clock.Now; Clock.Now - began < Clock.Ticks(deadline);)
        {
            try
            {
                if (await condition())
                {
                    return true;
                }
            }
            catch (Npgsql.NpgsqlException)
            {
                // Away.
            }

            await Task.Delay(Pause);
        }

        return false;
    }

    public static Task<bool> UntilAsync(Func<bool> condition, TimeSpan deadline) => UntilAsync(() => Task.FromResult(condition()), deadline);
}
