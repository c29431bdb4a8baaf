using PostgresWorker.Delivery;
using PostgresWorker.Generated;

namespace PostgresWorker.Control;

/// <summary>Which of a source's listeners are paused. It outlives connections; each one's lanes ask and are told.</summary>
internal sealed class Pauses
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _listeners = new(StringComparer.Ordinal);
    private DeliveryQueue? _queue;
    private bool _isAll;

    public bool IsAll
    {
        get
        {
            lock (_lock)
            {
                return _isAll;
            }
        }
    }

    public IReadOnlyList<string> Listeners
    {
        get
        {
            lock (_lock)
            {
                return [.. _listeners.Order(StringComparer.Ordinal)];
            }
        }
    }

    public bool Holds(ListenerRoute route)
    {
        lock (_lock)
        {
            return _isAll || _listeners.Contains(route.Name);
        }
    }

    /// <summary>These lanes are the ones that deliver, until others are.</summary>
    public void Attach(DeliveryQueue queue)
    {
        lock (_lock)
        {
            _queue = queue;
        }
    }

    /// <summary>Pauses one listener, or all of them.</summary>
    /// <returns>Completes when none of them runs.</returns>
    public Task PauseAsync(string? listener, CancellationToken cancellationToken)
    {
        var queue = Set(listener, isPaused: true);
        return queue is null ? Task.CompletedTask : queue.WhenQuietAsync(listener).WaitAsync(cancellationToken);
    }

    public void Resume(string? listener) => Set(listener, isPaused: false);

    private DeliveryQueue? Set(string? listener, bool isPaused)
    {
        DeliveryQueue? queue;
        lock (_lock)
        {
            queue = _queue;
            if (listener is null)
            {
                _isAll = isPaused;
            }
            else if (isPaused)
            {
                _listeners.Add(listener);
            }
            else
            {
                _listeners.Remove(listener);
            }
        }

        queue?.PausesChanged();
        return queue;
    }
}
