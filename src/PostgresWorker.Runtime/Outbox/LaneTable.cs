using PostgresWorker.Sources;

namespace PostgresWorker.Outbox;

/// <summary>
/// The lanes that this instance holds, and how many of its changes are unfinished in each. A lane that is to be given up takes no more, and is given up when it is empty: whoever
/// has it next must not deliver beside this instance.
/// </summary>
internal sealed class LaneTable : ILaneShare
{
    public const int Count = 256;

    private readonly Lock _lock = new();
    private readonly bool[] _isHeld = new bool[Count];
    private readonly bool[] _isLeaving = new bool[Count];
    private readonly int[] _unfinished = new int[Count];
    private int _entered;

    /// <inheritdoc />
    public short[]? Lanes => Held;

    /// <inheritdoc />
    public Func<CancellationToken, Task>? TakenOver { get; set; }

    /// <summary>Grows whenever lanes are taken: what is in them may have been passed over before.</summary>
    public int Version { get; private set; }

    /// <summary>The lanes that take changes.</summary>
    public short[] Held
    {
        get
        {
            lock (_lock)
            {
                return [.. Enumerable.Range(0, Count).Where(lane => _isHeld[lane] && !_isLeaving[lane]).Select(lane => (short)lane)];
            }
        }
    }

    /// <summary>The lanes that are to be given up, and have nothing unfinished.</summary>
    public short[] Empty
    {
        get
        {
            lock (_lock)
            {
                return _entered > 0 ? [] : [.. Enumerable.Range(0, Count).Where(lane => _isLeaving[lane] && _unfinished[lane] == 0).Select(lane => (short)lane)];
            }
        }
    }

    /// <summary>How many changes are unfinished.</summary>
    public int Unfinished
    {
        get
        {
            lock (_lock)
            {
                return _unfinished.Sum();
            }
        }
    }

    /// <inheritdoc />
    public void Enter()
    {
        lock (_lock)
        {
            _entered++;
        }
    }

    /// <inheritdoc />
    public void Leave()
    {
        lock (_lock)
        {
            _entered--;
        }
    }

    public bool Holds(int lane)
    {
        lock (_lock)
        {
            return _isHeld[lane] && !_isLeaving[lane];
        }
    }

    /// <summary>A change of the lane is about to be delivered; false where that is no longer this instance's to do.</summary>
    public bool TryEnter(int lane)
    {
        lock (_lock)
        {
            var isOurs = _isHeld[lane] && !_isLeaving[lane];
            _unfinished[lane] += isOurs ? 1 : 0;
            return isOurs;
        }
    }

    /// <summary>A change of the lane is finished, and gone from the outbox.</summary>
    public void Leave(int lane)
    {
        lock (_lock)
        {
            _unfinished[lane]--;
        }
    }

    public void Take(IEnumerable<short> lanes)
    {
        lock (_lock)
        {
            foreach (var lane in lanes)
            {
                _isHeld[lane] = true;
            }

            Version++;
        }
    }

    /// <summary>So many of the lanes, the last ones, are to be given up.</summary>
    public void Yield(int count)
    {
        lock (_lock)
        {
            for (var lane = Count - 1; lane >= 0 && count > 0; lane--)
            {
                if (_isHeld[lane] && !_isLeaving[lane])
                {
                    _isLeaving[lane] = true;
                    count--;
                }
            }
        }
    }

    /// <summary>The lanes are somebody else's from now on.</summary>
    public void Drop(IEnumerable<short> lanes)
    {
        lock (_lock)
        {
            foreach (var lane in lanes)
            {
                _isHeld[lane] = _isLeaving[lane] = false;
            }
        }
    }
}
