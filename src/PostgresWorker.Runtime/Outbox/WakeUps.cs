using PostgresWorker.Sources;

namespace PostgresWorker.Outbox;

/// <summary>
/// How long to wait before the next look: until something calls, and otherwise longer each time that nothing was found. That somebody calls is never relied on.
/// </summary>
/// <param name="max">Says the longest wait, each time anew.</param>
/// <param name="time">The clock.</param>
internal sealed class WakeUps(Func<TimeSpan> max, TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10), Soon = TimeSpan.FromMilliseconds(100);

    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _wait = Shortest;

    /// <summary>Completes at the next call. Ask before looking.</summary>
    public Task Next() => Volatile.Read(ref _next).Task;

    /// <summary>Calls: there may be something.</summary>
    public void Wake() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Something was found: there may be more soon.</summary>
    public void Found() => _wait = Shortest;

    /// <summary>Others are waited for, and nobody calls when they are done: the next look comes soon.</summary>
    public void Expect() => _wait = _wait < Soon ? _wait : Soon;

    /// <summary>Waits until somebody calls, or long enough.</summary>
    /// <param name="woken">What <see cref="Next"/> gave.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task WaitAsync(Task woken, CancellationToken cancellationToken)
    {
        var longest = max();
        var wait = _wait < longest ? _wait : longest;
        _wait = wait * 2;
        using var waited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(woken, Task.Delay(wait, time, waited.Token)).ConfigureAwait(false);
        await waited.CancelAllAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
