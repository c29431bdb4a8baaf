using System.Diagnostics;

namespace PostgresWorker.Integration.Server;

/// <summary>Waits for a condition with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromMilliseconds(25);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < (deadline ?? Deadline), $"It did not come true within {deadline ?? Deadline}: {what}.");
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    public static Task IsTrueAsync(Func<bool> condition, string what, TimeSpan? deadline = null) => IsTrueAsync(() => Task.FromResult(condition()), what, deadline);
}
