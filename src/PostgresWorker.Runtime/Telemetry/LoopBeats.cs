using System.Collections.Concurrent;

namespace PostgresWorker.Telemetry;

/// <summary>When the loops of a source that must never stand still last moved.</summary>
internal sealed class LoopBeats(TimeProvider time)
{
    private readonly ConcurrentDictionary<LoopBeat, bool> _running = new();

    /// <summary>The loop that has not moved for longest; null where none runs.</summary>
    public (string Loop, TimeSpan Age)? Slowest
    {
        get
        {
            (string, TimeSpan)? slowest = null;
            foreach (var (beat, _) in _running)
            {
                slowest = slowest is { } known && known.Item2 >= beat.Age ? slowest : (beat.Loop, beat.Age);
            }

            return slowest;
        }
    }

    /// <summary>A loop begins; it ends when what this gives is disposed.</summary>
    public LoopBeat Begin(string loop)
    {
        var beat = new LoopBeat(loop, time, ended => _running.TryRemove(ended, out _));
        _running[beat] = true;
        return beat;
    }
}
