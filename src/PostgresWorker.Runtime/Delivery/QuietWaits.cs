namespace PostgresWorker.Delivery;

/// <summary>Who waits until a listener is not called any more. Guarded by the lanes' lock.</summary>
internal sealed class QuietWaits
{
    private readonly List<(string? Listener, TaskCompletionSource Quiet)> _waits = [];

    /// <summary>Completes when the listener, or where none is named any, is not called.</summary>
    public Task Begin(string? listener, Schedule schedule)
    {
        if (!schedule.IsRunning(listener))
        {
            return Task.CompletedTask;
        }

        var quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waits.Add((listener, quiet));
        return quiet.Task;
    }

    /// <summary>A call has ended.</summary>
    public void End(Schedule schedule)
    {
        for (var i = _waits.Count - 1; i >= 0; i--)
        {
            if (!schedule.IsRunning(_waits[i].Listener))
            {
                _waits[i].Quiet.TrySetResult();
                _waits.RemoveAt(i);
            }
        }
    }
}
