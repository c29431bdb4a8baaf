using System.Diagnostics;

namespace PostgresWorker.Integration.Server;

/// <summary>Waits for a condition with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromMilliseconds(25);

    public static Task IsTrueAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null) => IsTrueAsync(condition, () => what, deadline);

    public static Task IsTrueAsync(Func<bool> condition, string what, TimeSpan? deadline = null) => IsTrueAsync(condition, () => what, deadline);

    /// <param name="condition">What must come true.</param>
    /// <param name="what">Says what was waited for, and what is so instead.</param>
    /// <param name="deadline">By when; a minute by default.</param>
    public static Task IsTrueAsync(Func<bool> condition, Func<string> what, TimeSpan? deadline = null) => IsTrueAsync(() => Task.FromResult(condition()), what, deadline);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan? deadline = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > (deadline ?? Deadline))
            {
                Assert.Fail($"It did not come true within {deadline ?? Deadline}: {what()}.");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
