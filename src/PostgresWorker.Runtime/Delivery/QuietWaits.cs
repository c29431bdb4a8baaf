namespace PostgresWorker.Delivery;

/// <summary>Who waits until a listener is not called any more. Guarded by the lanes' lock.</summary>
/// <param name="lanes">All lanes.</param>
internal sealed class QuietWaits(IReadOnlyList<Lane> lanes)
{
    private readonly List<(string? Listener, TaskCompletionSource Quiet)> _waits = [];

    /// <summary>Completes when the listener, or where none is named any, is not called.</summary>
    public Task Begin(string? listener)
    {
        if (!IsRunning(listener))
        {
            return Task.CompletedTask;
        }

        var quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waits.Add((listener, quiet));
        return quiet.Task;
    }

    /// <summary>A call has ended.</summary>
    public void End()
    {
        for (var i = _waits.Count - 1; i >= 0; i--)
        {
            if (!IsRunning(_waits[i].Listener))
            {
                _waits[i].Quiet.TrySetResult();
                _waits.RemoveAt(i);
            }
        }
    }

    private bool IsRunning(string? listener)
    {
        foreach (var lane in lanes)
        {
            if (lane.Work is { } work && (listener is null || work.Listener.Name == listener))
            {
                return true;
            }
        }

        return false;
    }
}
