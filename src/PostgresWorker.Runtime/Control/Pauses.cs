using PostgresWorker.Delivery;
using PostgresWorker.Generated;

namespace PostgresWorker.Control;

/// <summary>Which of a source's listeners are paused. It outlives connections; each one's lanes ask and are told, those of several shards side by side.</summary>
internal sealed class Pauses
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _listeners = new(StringComparer.Ordinal);
    private readonly List<DeliveryQueue> _queues = [];
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

    /// <summary>These lanes deliver, until they are detached.</summary>
    public void Attach(DeliveryQueue queue)
    {
        lock (_lock)
        {
            _queues.Add(queue);
        }
    }

    /// <summary>These lanes deliver nothing more.</summary>
    public void Detach(DeliveryQueue queue)
    {
        lock (_lock)
        {
            _queues.Remove(queue);
        }
    }

    /// <summary>Pauses one listener, or all of them.</summary>
    /// <returns>Completes when none of them runs.</returns>
    public Task PauseAsync(string? listener, CancellationToken cancellationToken)
    {
        var quiet = Array.ConvertAll(Set(listener, isPaused: true), queue => queue.WhenQuietAsync(listener));
        return quiet.Length == 0 ? Task.CompletedTask : Task.WhenAll(quiet).WaitAsync(cancellationToken);
    }

    public void Resume(string? listener) => Set(listener, isPaused: false);

    private DeliveryQueue[] Set(string? listener, bool isPaused)
    {
        DeliveryQueue[] queues;
        lock (_lock)
        {
            queues = [.. _queues];
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

        Array.ForEach(queues, queue => queue.PausesChanged());
        return queues;
    }
}
